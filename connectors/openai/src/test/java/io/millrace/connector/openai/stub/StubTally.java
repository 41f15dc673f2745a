package io.millrace.connector.openai.stub;

import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Adds calls up. Used under a lock. */
final class StubTally {
    private final TextCounts texts = new TextCounts();
    private long calls;
    private long answered;
    private long inputs;
    private long tokensAnswered;
    private long tokensBilled;
    private long rateLimited;
    private long failed;
    private long abandoned;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /**
     * @param hashes of the texts, empty unless texts are counted
     * @param times 1, or -1 to take back what was counted before
     * @param now when it is over
     */
    void count(StubCall call, long[] hashes, int times, Instant now) {
        first = first == null || call.at().isBefore(first) ? call.at() : first;
        last = now;
        calls += times;
        if (call.billed()) {
            tokensBilled += times * (call.tokens() + call.outputTokens());
        }
        if (call.outcome() == Outcome.ANSWERED) {
            answered += times;
            inputs += (long) times * call.inputs();
            tokensAnswered += times * (call.tokens() + call.outputTokens());
            for (long hash : hashes) {
                texts.add(hash, times);
            }
        } else if (call.status() == 429) {
            rateLimited += times;
        } else {
            failed += times;
            abandoned += call.outcome() == Outcome.ABANDONED ? times : 0;
        }
    }

    long calls() {
        return calls;
    }

    int timesAnswered(String text) {
        return texts.count(TextHash.of(text));
    }

    StubTotals totals(int peakInFlight, QuietTimes quiet) {
        return new StubTotals(
                calls,
                answered,
                inputs,
                tokensAnswered,
                tokensBilled,
                rateLimited,
                failed,
                abandoned,
                peakInFlight,
                quiet.broken(),
                quiet.brokenBeyondGrace(),
                texts.distinct(),
                texts.repeats(),
                first == null || last == null
                        ? 0
                        : Duration.between(first, last).toNanos());
    }

    void clear() {
        texts.clear();
        calls = 0;
        answered = 0;
        inputs = 0;
        tokensAnswered = 0;
        tokensBilled = 0;
        rateLimited = 0;
        failed = 0;
        abandoned = 0;
        first = null;
        last = null;
    }
}
