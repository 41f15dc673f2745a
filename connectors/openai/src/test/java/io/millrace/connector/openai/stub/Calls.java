package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Counts what is in flight and keeps what is done. Safe for use by many threads. */
final class Calls {
    private final StubOptions options;
    private final StubClock clock = new StubClock();
    private final StubTally tally = new StubTally();
    private final QuietTimes quiet = new QuietTimes();
    private final List<StubCall> finished = new ArrayList<>();
    private int inFlight;
    private int peak;
    private int period;
    private boolean held;

    Calls(StubOptions options) {
        this.options = options;
    }

    /** Counts a call in, and keeps it while calls are held. Close what is returned when it is over. */
    synchronized Arrival arrive() throws InterruptedException {
        long now = System.nanoTime();
        inFlight++;
        peak = Math.max(peak, inFlight);
        quiet.arrived(now);
        int inFlightNow = inFlight;
        int periodNow = period;
        notifyAll();
        try {
            while (held) {
                wait();
            }
            return new Arrival(clock.instant(now), inFlightNow, periodNow);
        } catch (InterruptedException closing) {
            leave();
            throw closing;
        }
    }

    /** A call in flight. Used by one thread. */
    final class Arrival implements AutoCloseable {
        private final Instant at;
        private final int inFlightThen;
        private final int periodThen;
        private final long begun = System.nanoTime();
        private @Nullable StubCall kept;
        private int position;

        private Arrival(Instant at, int inFlightThen, int periodThen) {
            this.at = at;
            this.inFlightThen = inFlightThen;
            this.periodThen = periodThen;
        }

        Instant at() {
            return at;
        }

        Instant now() {
            return clock.now();
        }

        /** Calls in flight when it arrived, itself included. */
        int inFlight() {
            return inFlightThen;
        }

        /** When work on it began, as {@link System#nanoTime}. */
        long begun() {
            return begun;
        }

        /**
         * Keeps the call as over; again, puts this in the place of what was kept.
         *
         * @param texts that it asked to be embedded
         */
        void end(StubCall call, List<String> texts) {
            long[] hashes = options.countTexts()
                    ? texts.stream().mapToLong(TextHash::of).toArray()
                    : new long[0];
            synchronized (Calls.this) {
                if (kept == null) {
                    leave();
                }
                if (periodThen == period) {
                    keep(call, hashes);
                }
                kept = call;
            }
        }

        private void keep(StubCall call, long[] hashes) {
            if (kept != null) {
                tally.count(kept, hashes, -1, clock.now());
            } else if (call.retryAt() != null) {
                long now = System.nanoTime();
                quiet.ask(now, clock.nanos(call.retryAt()));
            }
            tally.count(call, hashes, 1, clock.now());
            if (options.keepCalls() && kept == null) {
                position = finished.size();
                finished.add(call);
            } else if (options.keepCalls()) {
                finished.set(position, call);
            }
        }

        /** Counts a call out that left nothing to keep, as when the stub closes. */
        @Override
        public void close() {
            synchronized (Calls.this) {
                if (kept == null) {
                    leave();
                }
            }
        }
    }

    private void leave() {
        inFlight--;
        notifyAll();
    }

    synchronized void hold(boolean hold) {
        held = hold;
        notifyAll();
    }

    /** Forgets what is over; what is in flight won't be counted when it ends. */
    synchronized void forget() {
        period++;
        finished.clear();
        tally.clear();
        quiet.clear();
        peak = inFlight;
    }

    synchronized List<StubCall> finished() {
        return List.copyOf(finished);
    }

    synchronized StubTotals totals() {
        return tally.totals(peak, quiet);
    }

    synchronized int timesAnswered(String text) {
        return tally.timesAnswered(text);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int peak() {
        return peak;
    }

    boolean awaitInFlight(int count, Duration patience) throws InterruptedException {
        return await(() -> inFlight >= count, patience);
    }

    boolean awaitFinished(int count, Duration patience) throws InterruptedException {
        return await(() -> tally.calls() >= count, patience);
    }

    private synchronized boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
