package io.millrace.local.cluster;

import java.io.PrintStream;
import java.time.Duration;
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
     * Follows the job to its end.
     *
     * @return what it counted
     */
    public Map<String, Long> follow(RunningJob job) throws InterruptedException, ExecutionException {
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
        return counts;
    }

    /** How many records went to the dead letters. */
    public static long deadLetters(Map<String, Long> counts) {
        return counts.getOrDefault("unread", 0L)
                + counts.getOrDefault("unparsed", 0L)
                + counts.getOrDefault("unembedded", 0L);
    }

    /** A line such as {@code 12 documents, 340 chunks, 31.2 chunks/s, 54,321 tokens, 10.9 s}. */
    static String line(Map<String, Long> counts, long nanos) {
        long embedded = counts.getOrDefault("embedded", 0L);
        String line = String.format(
                Locale.ROOT,
                "%,d documents, %,d chunks, %.1f chunks/s, %,d tokens, %.1f s",
                counts.getOrDefault("documents", 0L),
                embedded,
                embedded / Math.max(nanos / 1e9, 0.001),
                counts.getOrDefault("tokens", 0L),
                nanos / 1e9);
        long lost = deadLetters(counts);
        return lost == 0 ? line : line + String.format(Locale.ROOT, ", %,d dead letters", lost);
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
