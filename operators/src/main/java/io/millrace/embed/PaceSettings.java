package io.millrace.embed;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How fast a job may call a model. The budgets hold for the whole job, whatever its parallelism.
 *
 * @param job names the job: callers of one name in a JVM share its budgets, and the pauses that the provider asks for
 * @param leastConcurrency requests that a subtask keeps in flight in trouble; the model's limits say the most
 * @param requestsPerMinute of the whole job, or null for what the provider says that it allows
 * @param tokensPerMinute likewise
 */
public record PaceSettings(
        String job,
        int leastConcurrency,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute) implements Serializable {
    public PaceSettings {
        if (leastConcurrency < 1 || notPositive(requestsPerMinute) || notPositive(tokensPerMinute)) {
            throw new IllegalArgumentException(
                    "a pace must be at least 1, got leastConcurrency %d, requestsPerMinute %d, tokensPerMinute %d"
                            .formatted(leastConcurrency, requestsPerMinute, tokensPerMinute));
        }
    }

    /** No budgets but what the provider says. */
    public static PaceSettings unbounded(String job) {
        return new PaceSettings(job, 1, null, null);
    }

    private static boolean notPositive(@Nullable Long budget) {
        return budget != null && budget < 1;
    }
}
