package io.millrace.embed;

import java.util.HashMap;
import java.util.Map;

/**
 * The {@link ProviderRates} of the jobs in this JVM. A job's subtasks each bring their share of its budgets along; those
 * that run in one JVM use theirs together, so none is left unused by one while another waits, and a pause that one was
 * asked for is kept by all.
 */
final class SharedRates implements AutoCloseable {
    /** By job. Not the provider: in one job there is one of each kind. Guarded by itself. */
    private static final Map<String, Entry> OPEN = new HashMap<>();

    private final String job;
    private final double share;
    private final Entry entry;
    private final Timing timing;
    private boolean closed;

    private static final class Entry {
        private final ProviderRates rates;
        private double shares;
        private int users;

        private Entry(ProviderRates rates) {
            this.rates = rates;
        }
    }

    private SharedRates(String job, double share, Entry entry, Timing timing) {
        this.timing = timing;
        this.job = job;
        this.share = share;
        this.entry = entry;
    }

    /**
     * Opens the job's rates; close them after.
     *
     * @param share of the job's budgets that the caller brings along: one over the parallelism for a subtask, 0 for a
     *     further caller in it
     */
    static SharedRates open(PaceSettings settings, double share, Timing timing) {
        synchronized (OPEN) {
            long now = timing.nanos();
            Entry entry = OPEN.computeIfAbsent(settings.job(), job -> new Entry(new ProviderRates(settings, now)));
            entry.users++;
            add(entry, share, now);
            return new SharedRates(settings.job(), share, entry, timing);
        }
    }

    ProviderRates rates() {
        return entry.rates;
    }

    @Override
    public void close() {
        synchronized (OPEN) {
            if (closed) {
                return;
            }
            closed = true;
            add(entry, -share, timing.nanos());
            if (--entry.users == 0) {
                OPEN.remove(job);
            }
        }
    }

    private static void add(Entry entry, double share, long now) {
        entry.shares += share;
        // A job of which no subtask brings a share has one caller.
        entry.rates.share(entry.shares < 1e-9 ? 1 : Math.min(entry.shares, 1), now);
    }
}
