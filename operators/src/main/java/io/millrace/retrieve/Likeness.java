package io.millrace.retrieve;

import io.millrace.embed.Vector;
import java.util.List;

/**
 * What chunks are to be like, and unlike, as a store compares them.
 *
 * @param positive what they are to be like
 * @param negative what they are to be unlike
 */
public record Likeness(Side positive, Side negative, RecommendStrategy strategy) {
    public Likeness {
        if (positive.isEmpty() && (negative.isEmpty() || strategy == RecommendStrategy.AVERAGE_VECTOR)) {
            throw new IllegalArgumentException("a likeness is to something");
        }
    }

    /**
     * Examples of one sign.
     *
     * @param chunks ids of chunks that the store holds; what it doesn't hold counts for nothing
     * @param vectors of the collection's space
     */
    public record Side(List<String> chunks, List<Vector> vectors) {
        public static final Side NONE = new Side(List.of(), List.of());

        boolean isEmpty() {
            return chunks.isEmpty() && vectors.isEmpty();
        }
    }
}
