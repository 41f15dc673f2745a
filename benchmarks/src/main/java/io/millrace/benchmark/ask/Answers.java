package io.millrace.benchmark.ask;

import java.util.Map;

/** Takes what comes of requests, on any thread. */
interface Answers {
    /**
     * Something came, and was there at this moment.
     *
     * @param id the request's
     * @param nanos as {@link System#nanoTime}
     * @param good whether it is the answer, and no word of a failure
     * @param stages milliseconds by stage, as far as they are known
     */
    void came(String id, long nanos, boolean good, Map<String, Double> stages);
}
