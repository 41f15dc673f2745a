package io.millrace.connector.openai;

import io.millrace.embed.EmbeddingLimits;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An embedding model that needs no more in the configuration than its name.
 *
 * @param dimension what comes back unless another is asked for
 * @param least the shortest that may be asked for
 * @param most the longest that may be asked for
 * @param among all that may be asked for; empty for any from the least to the most
 */
record KnownModel(int dimension, int least, int most, List<Integer> among, EmbeddingLimits limits) {
    KnownModel {
        among = List.copyOf(among);
    }

    /** One that can't be shortened. */
    static KnownModel fixed(int dimension, EmbeddingLimits limits) {
        return new KnownModel(dimension, dimension, dimension, List.of(), limits);
    }

    /** One that can be shortened to any, or lengthened. */
    static KnownModel upTo(int most, int dimension, EmbeddingLimits limits) {
        return new KnownModel(dimension, 1, most, List.of(), limits);
    }

    /** One that has some. */
    static KnownModel among(int dimension, List<Integer> all, EmbeddingLimits limits) {
        return new KnownModel(dimension, dimension, dimension, all, limits);
    }

    boolean allows(int given) {
        return among.isEmpty() ? given >= least && given <= most : among.contains(given);
    }

    /** As in "must be": {@code 1536}, {@code from 1 to 3072}, {@code one of 1024, 512}. */
    String rule() {
        if (!among.isEmpty()) {
            return "one of " + among.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return least == most ? String.valueOf(most) : "from " + least + " to " + most;
    }
}
