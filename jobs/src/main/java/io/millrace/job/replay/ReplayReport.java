package io.millrace.job.replay;

import io.millrace.failure.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of dead letters, by stage and code. For one thread. */
public final class ReplayReport {
    private final Map<Kind, Row> rows = new TreeMap<>();

    private record Kind(String stage, String code) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byStage = stage.compareTo(other.stage);
            return byStage != 0 ? byStage : code.compareTo(other.code);
        }
    }

    private static final class Row {
        private long replayed;
        private final Map<String, Long> refused = new TreeMap<>();
    }

    void replayed(DeadLetter letter) {
        row(letter).replayed++;
    }

    void refused(DeadLetter letter, String why) {
        row(letter).refused.merge(why, 1L, Long::sum);
    }

    /** What is no dead letter, where one should be. */
    void unreadable(String why) {
        rows.computeIfAbsent(new Kind("?", "malformed-letter"), kind -> new Row())
                .refused
                .merge(why, 1L, Long::sum);
    }

    /** How many letters were sent round again. */
    public long replayed() {
        return rows.values().stream().mapToLong(row -> row.replayed).sum();
    }

    /** How many couldn't be. */
    public long refused() {
        return rows.values().stream()
                .flatMap(row -> row.refused.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /** A table for a person to read. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (rows.isEmpty()) {
            lines.add("There are no such dead letters.");
            return lines;
        }
        lines.add(line("stage", "code", "replayed", "refused"));
        rows.forEach((kind, row) -> {
            long refused =
                    row.refused.values().stream().mapToLong(Long::longValue).sum();
            lines.add(line(kind.stage(), kind.code(), text("%,d", row.replayed), text("%,d", refused)));
            row.refused.forEach((why, count) -> lines.add(text("           %,d: %s", count, why)));
        });
        return lines;
    }

    private Row row(DeadLetter letter) {
        return rows.computeIfAbsent(new Kind(letter.stage(), letter.reason().code()), kind -> new Row());
    }

    private static String line(String stage, String code, String replayed, String refused) {
        return text("%-8s  %-28s %9s %9s", stage, code, replayed, refused);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
