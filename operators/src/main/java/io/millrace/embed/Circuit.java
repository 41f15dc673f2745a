package io.millrace.embed;

import io.millrace.failure.Backoff;
import java.util.random.RandomGenerator;

/**
 * Opens when one call after another has failed: then nothing is sent but a probe now and then, at growing intervals,
 * until one is answered.
 *
 * <p>Times are {@link System#nanoTime()}'s. Not safe for use by many threads.
 */
final class Circuit {
    /** So many in a row aren't bad luck: even where a third of all calls fail, one of a few thousand rows would be. */
    private static final int FAILURES = 8;

    private final Backoff intervals;
    private final RandomGenerator random;
    private int failures;
    private long failedAt;
    private int probes;
    private boolean open;
    private boolean probing;
    private long probeAt;

    Circuit(Backoff intervals, RandomGenerator random) {
        this.intervals = intervals;
        this.random = random;
    }

    boolean isOpen() {
        return open;
    }

    /** Nanoseconds until a call may be tried; 0 when it may; {@link Pace#UNTIL_AN_OUTCOME} while a probe is out. */
    long until(long now) {
        if (!open) {
            return 0;
        }
        return probing ? Pace.UNTIL_AN_OUTCOME : Math.max(probeAt - now, 0);
    }

    /** A call goes out; whether it is a probe. */
    boolean started() {
        probing = open;
        return open;
    }

    /** A probe was called off before it went out. */
    void calledOff(boolean probe) {
        if (probe) {
            probing = false;
        }
    }

    /** A call was answered: whatever it says, the provider is there. Whether that ends an outage. */
    boolean answered() {
        boolean ends = open;
        failures = 0;
        probes = 0;
        open = false;
        probing = false;
        return ends;
    }

    /**
     * A call failed in passing. What was under way when the first one failed is one failure with it, however many those
     * are; and once the circuit is open, only probes change anything more.
     *
     * @return whether the outage begins with it
     */
    boolean failed(Pace.Call call, long now) {
        if (failures == 0) {
            failures = 1;
            failedAt = now;
        } else if (call.sentAt() - failedAt > 0) {
            failures++;
        }
        boolean begins = !open && failures >= FAILURES;
        if (begins || (open && call.probe())) {
            open = true;
            probing = false;
            probes++;
            probeAt = now + intervals.after(probes, null, random).toNanos();
        }
        return begins;
    }
}
