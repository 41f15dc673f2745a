package io.millrace.benchmark.ingest;

import io.millrace.benchmark.server.StubTotals;

/**
 * How much of what a provider allows was had.
 *
 * @param requests answered a minute / requests allowed a minute
 * @param tokens answered a minute / tokens allowed a minute
 */
record RateShare(double requests, double tokens) {
    /**
     * The share of a run, over the time from its first request to its last.
     *
     * @param requestsPerMinute allowed
     * @param tokensPerMinute allowed
     */
    static RateShare of(StubTotals stub, long requestsPerMinute, long tokensPerMinute) {
        double minutes = stub.seconds() / 60;
        return new RateShare(
                (stub.requests() - stub.rateLimited()) / (requestsPerMinute * minutes),
                stub.tokens() / (tokensPerMinute * minutes));
    }

    /** The share of the one that binds. */
    double binding() {
        return Math.max(requests, tokens);
    }
}
