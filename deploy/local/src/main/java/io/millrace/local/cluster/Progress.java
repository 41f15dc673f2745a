package io.millrace.local.cluster;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Shows how far an ingest job is, in one line that is rewritten on a terminal, and now and then elsewhere. */
public final class Progress {
    private static final long TERMINAL_INTERVAL = 500;
    private static final long PLAIN_INTERVAL = 5_000;

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
        long shown = started;
        while (!job.isOver()) {
            Thread.sleep(TERMINAL_INTERVAL);
            long now = System.nanoTime();
            if (terminal || (now - shown) / 1_000_000 >= PLAIN_INTERVAL) {
                shown = now;
                show(line(job.counts(), now - started), false);
            }
        }
        Map<String, Long> counts = job.result();
        show(line(counts, System.nanoTime() - started), true);
        return counts;
    }

    /** A line such as {@code 12 documents, 340 chunks, 31.2 chunks/s, 54,321 tokens}. */
    static String line(Map<String, Long> counts, long nanos) {
        long embedded = counts.getOrDefault("embedded", 0L);
        String line = String.format(
                Locale.ROOT,
                "%,d documents, %,d chunks, %.1f chunks/s, %,d tokens",
                counts.getOrDefault("documents", 0L),
                embedded,
                embedded / Math.max(nanos / 1e9, 0.001),
                counts.getOrDefault("tokens", 0L));
        long lost = counts.getOrDefault("unread", 0L)
                + counts.getOrDefault("unparsed", 0L)
                + counts.getOrDefault("unembedded", 0L);
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
