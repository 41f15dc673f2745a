package io.millrace.benchmark.ingest;

import io.millrace.benchmark.server.StubTotals;

/**
 * How much of what a provider allows was had.
 *
 * @param requests answered a minute / requests allowed a minute
 * @param tokens answered a minute / tokens allowed a minute
 * @param ofAllowance tokens answered / tokens that the stub would have answered in that time, its first burst included
 */
record RateShare(double requests, double tokens, double ofAllowance) {
    /**
     * The share of a run, over the time from its first request to its last.
     *
     * @param requestsPerMinute allowed
     * @param tokensPerMinute allowed
     * @param burstSeconds of allowance that the run began with
     */
    static RateShare of(StubTotals stub, long requestsPerMinute, long tokensPerMinute, double burstSeconds) {
        double minutes = stub.seconds() / 60;
        return new RateShare(
                (stub.requests() - stub.rateLimited()) / (requestsPerMinute * minutes),
                stub.tokens() / (tokensPerMinute * minutes),
                stub.tokens() / (tokensPerMinute * (minutes + burstSeconds / 60)));
    }

    /** The share of the one that binds. */
    double binding() {
        return Math.max(requests, tokens);
    }
}
