package io.millrace.embed;

import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when the next request may go: when a slot is free of those that the provider bears, when the job's rates allow it,
 * when no pause that the provider asked for is left, and in an outage when it is time for a probe.
 *
 * <p>Times are {@link System#nanoTime()}'s. Not safe for use by many threads.
 */
final class Pace {
    /** There is no time to wait for: asking again makes sense when a request that is out has come to an end. */
    static final long UNTIL_AN_OUTCOME = Long.MAX_VALUE;

    /** The code of a failure that says to call less often. */
    static final String RATE_LIMITED = "rate-limited";

    private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
    /** From a second to a quarter of a minute: what an outage takes longer than it lasts. */
    private static final Backoff PROBES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));
    /** After so long without a failure the trouble is over. Less, and the log would say so every other call. */
    private static final long CALM = Duration.ofSeconds(30).toNanos();

    private final String model;
    private final AdaptiveConcurrency concurrency;
    private final ProviderRates rates;
    private final Circuit circuit;
    private final Backoff backoff;
    private final RandomGenerator random;
    private int inFlight;
    private int limitedInARow;
    private boolean answered;
    private boolean troubled;
    private long failedAt;

    /**
     * A pace with as many requests in flight as the model takes.
     *
     * @param model for the log
     * @param most requests in flight
     * @param asksFirst whether it begins with one request, and goes on when that is answered: it tells whether the key is
     *     right, and what rates the provider allows
     * @param backoff waits where the provider names none
     */
    Pace(
            String model,
            int least,
            int most,
            boolean asksFirst,
            ProviderRates rates,
            Backoff backoff,
            RandomGenerator random) {
        this.model = model;
        this.concurrency = new AdaptiveConcurrency(least, most);
        this.answered = !asksFirst;
        this.rates = rates;
        this.circuit = new Circuit(backoff.equals(Backoff.STANDARD) ? PROBES : backoff, random);
        this.backoff = backoff;
        this.random = random;
    }

    /** A request that went out. */
    record Call(long sentAt, boolean probe) {}

    /** Whether the last call to {@link #tryStart} took leave, and else how long to wait. */
    record Leave(Call call, long nanos) {
        private static final Call NONE = new Call(0, false);

        boolean given() {
            return nanos == 0;
        }
    }

    /** Takes leave for a request, if it may go now. */
    Leave tryStart(long now) {
        // In an outage, what still hangs from before it keeps no probe back.
        if (!circuit.isOpen() && inFlight >= slots()) {
            return new Leave(Leave.NONE, UNTIL_AN_OUTCOME);
        }
        long wait = circuit.until(now);
        if (wait == 0) {
            wait = rates.tryStart(now);
        }
        if (wait > 0) {
            return new Leave(Leave.NONE, wait);
        }
        inFlight++;
        return new Leave(new Call(now, circuit.started()), 0);
    }

    /** The request didn't go after all. */
    void callOff(Call call, long now) {
        inFlight--;
        circuit.calledOff(call.probe());
        rates.giveBack(now);
    }

    /** The request has so many tokens; negative for what it turned out not to have. */
    void use(long tokens, long now) {
        rates.use(tokens, now);
    }

    /** The provider answered, with vectors or with a refusal of what was asked. */
    void answered(RateLimits limits, long now) {
        inFlight--;
        answered = true;
        reached();
        concurrency.succeeded();
        limitedInARow = 0;
        rates.learn(limits, now);
        if (troubled && now - failedAt > CALM) {
            troubled = false;
            LOG.info("{} works as it should again", model);
        }
    }

    /** The request failed in passing. */
    void failed(Call call, ClassifiedException failure, long now) {
        inFlight--;
        failedAt = now;
        if (!troubled) {
            troubled = true;
            LOG.warn("{} is in trouble: {}; trying again for as long as it takes", model, failure.getMessage());
        }
        concurrency.failed(call.sentAt(), now);
        Duration asked = failure.retryAfter();
        boolean limited = failure.code().equals(RATE_LIMITED);
        if (limited || asked != null) {
            // It is the callers' rate that is too high, not this request that is at fault: all wait.
            limitedInARow++;
            Duration pause = asked == null ? backoff.after(limitedInARow, null, random) : asked.plus(margin());
            rates.pauseUntil(now + pause.toNanos());
        }
        if (limited) {
            reached();
        } else if (circuit.failed(call, now)) {
            LOG.warn("{} is out: one call after another failed. It is probed until it answers", model);
        }
    }

    private void reached() {
        if (circuit.answered()) {
            LOG.info("{} answers again: the outage is over", model);
        }
    }

    /** A request is over that was none of the provider's: the stage broke down. */
    void abandoned() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    /** Requests that may be in flight now. */
    int limit() {
        return circuit.isOpen() ? 1 : slots();
    }

    private int slots() {
        return answered ? concurrency.limit() : 1;
    }

    boolean inOutage() {
        return circuit.isOpen();
    }

    /** A few milliseconds more than was asked for: clocks differ, and many callers mustn't come at one moment. */
    private Duration margin() {
        return Duration.ofMillis(5 + random.nextInt(20));
    }
}
