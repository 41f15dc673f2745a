package io.millrace.benchmark.ingest.system;

import java.io.Serializable;
import java.net.URI;

/**
 * What every system is asked to do, with the same servers.
 *
 * @param provider the stub's base URL, as {@code embedding.base-url} takes it
 * @param store the store's gRPC address
 * @param dimensions numbers in a vector
 * @param inputs texts in a request at the most, for those that send several
 * @param concurrency requests in flight at once, over all subtasks
 * @param parallelism subtasks, for those that have them
 */
public record Task(URI provider, URI store, int dimensions, int inputs, int concurrency, int parallelism)
        implements Serializable {
    /** The one model of the stub that takes every dimension up to 3,072. */
    static final String MODEL = "text-embedding-3-large";

    /** The stub asks for none, and clients want one. */
    static final String KEY = "no-key";

    public Task {
        for (int number : new int[] {dimensions, inputs, concurrency, parallelism}) {
            if (number < 1) {
                throw new IllegalArgumentException("a task's numbers must be at least 1, got " + number);
            }
        }
        if (parallelism > concurrency) {
            throw new IllegalArgumentException("%d subtasks can't share %d requests in flight: each needs one"
                    .formatted(parallelism, concurrency));
        }
    }

    /** Requests in flight of one subtask. */
    int concurrencyOfSubtask() {
        return concurrency / parallelism;
    }
}
