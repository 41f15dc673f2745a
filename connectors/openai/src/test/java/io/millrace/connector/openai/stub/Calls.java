package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Counts what is in flight and keeps what is done. Safe for use by many threads. */
final class Calls {
    private final List<StubCall> finished = new ArrayList<>();
    private int inFlight;
    private int peak;
    private boolean held;

    /** Counts a call in, and keeps it while calls are held. Close what is returned when it is over. */
    Arrival arrive() throws InterruptedException {
        Arrival arrival = new Arrival();
        synchronized (this) {
            inFlight++;
            peak = Math.max(peak, inFlight);
            notifyAll();
            while (held) {
                wait();
            }
            return arrival;
        }
    }

    /** A call in flight. Used by one thread. */
    final class Arrival implements AutoCloseable {
        private int position = -1;

        /** Keeps the call as over; again, puts this in the place of what was kept. */
        void end(StubCall call) {
            synchronized (Calls.this) {
                if (position >= 0) {
                    finished.set(position, call);
                    return;
                }
                position = finished.size();
                finished.add(call);
                leave();
            }
        }

        /** Counts a call out that left nothing to keep, as when the stub closes. */
        @Override
        public void close() {
            synchronized (Calls.this) {
                if (position < 0) {
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

    synchronized List<StubCall> finished() {
        return List.copyOf(finished);
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
        return await(() -> finished.size() >= count, patience);
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
