package io.millrace.local.cluster;

import io.millrace.job.IngestSummary;
import io.millrace.job.SpendSummary;
import io.millrace.job.dryrun.Terms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Shows how far an ingest job is, in one line that is rewritten on a terminal, and now and then elsewhere. */
public final class Progress {
    private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(500);
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean terminal;

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Follows the job to its end, and says what became of every record.
     *
     * @param terms what it spends is priced with
     * @return what it came to
     */
    public IngestSummary follow(RunningJob job, List<Terms> terms) throws InterruptedException, ExecutionException {
        long started = System.nanoTime();
        while (!job.awaitEnd(terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL)) {
            Map<String, Long> counts = job.counts();
            if (job.isRestarting()) {
                show("The job failed and starts again from its last checkpoint; the log says why.", false);
            } else if (!counts.isEmpty()) {
                show(line(counts, System.nanoTime() - started), false);
            }
        }
        Map<String, Long> counts = job.result();
        show(line(counts, System.nanoTime() - started), true);
        IngestSummary summary = IngestSummary.of(counts);
        summary.lines().forEach(out::println);
        SpendSummary.lines(counts, terms).forEach(out::println);
        return summary;
    }

    /**
     * A line such as {@code 12 documents, 340 chunks, 31.2 chunks/s, 54,321 tokens, 10.9 s}. Documents are those that
     * are planned and those that needn't be.
     */
    static String line(Map<String, Long> counts, long nanos) {
        IngestSummary soFar = IngestSummary.of(counts);
        long embedded = soFar.chunks().embedded();
        String line = text(
                "%,d documents, %,d chunks, %.1f chunks/s, %,d tokens, %.1f s",
                counts.getOrDefault("documents", 0L) + soFar.unchanged(),
                embedded,
                embedded / Math.max(nanos / 1e9, 0.001),
                soFar.chunks().tokens(),
                nanos / 1e9);
        String unchanged = soFar.unchanged() == 0 ? "" : text(", %,d unchanged", soFar.unchanged());
        return soFar.deadLetters() == 0
                ? line + unchanged
                : line + unchanged + text(", %,d dead letters", soFar.deadLetters());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private void show(String line, boolean last) {
        if (terminal) {
            out.print("\r\u001b[K" + line + (last ? System.lineSeparator() : ""));
        } else {
            out.println(line);
        }
        out.flush();
    }
}
