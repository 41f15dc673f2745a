package io.millrace.connector.http;

import io.millrace.embed.EmbeddingLimits;
import java.util.List;

/**
 * An embedding model that needs no more in the configuration than its name.
 *
 * @param name as its provider spells it
 * @param limits of its requests, as tokens are counted here
 * @param tasks that it can be asked to embed for, the usual one first; empty where that can't be said
 * @param space what its vector space is called: the model's own name, or that of a family whose vectors can be compared
 */
record KnownModel(String name, Dimensions dimensions, EmbeddingLimits limits, List<String> tasks, String space) {
    KnownModel {
        tasks = List.copyOf(tasks);
    }

    static KnownModel of(String name, Dimensions dimensions, EmbeddingLimits limits) {
        return new KnownModel(name, dimensions, limits, List.of(), name);
    }

    /** The same, asked for any of these. */
    KnownModel withTasks(List<String> possible) {
        return new KnownModel(name, dimensions, limits, possible, space);
    }

    /** The same, whose vectors can be compared with those of others. */
    KnownModel sharing(String family) {
        return new KnownModel(name, dimensions, limits, tasks, family);
    }
}
