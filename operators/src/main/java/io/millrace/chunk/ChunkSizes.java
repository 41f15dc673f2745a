package io.millrace.chunk;

import java.io.Serializable;

/**
 * How large pieces are, in tokens of the embedding model.
 *
 * @param minTokens a piece below this takes what follows, over a heading too
 * @param maxTokens no piece is above this
 * @param overlapTokens how much of the end of a piece the next one repeats, whole sentences at the most this large
 */
public record ChunkSizes(int minTokens, int maxTokens, int overlapTokens) implements Serializable {
    public ChunkSizes {
        if (maxTokens < 1 || minTokens < 0 || minTokens > maxTokens) {
            throw new IllegalArgumentException(
                    "a chunk's sizes must keep 0 <= minTokens <= maxTokens, maxTokens at least 1; got %d and %d"
                            .formatted(minTokens, maxTokens));
        }
        if (overlapTokens < 0 || overlapTokens > maxTokens - Math.max(1, minTokens)) {
            throw new IllegalArgumentException(
                    "overlapTokens must be at least 0 and leave minTokens, and at least 1, of maxTokens (%d - %d), got %d"
                            .formatted(maxTokens, Math.max(1, minTokens), overlapTokens));
        }
    }

    /** What a piece may hold that the one before doesn't. */
    int ownTokens() {
        return maxTokens - overlapTokens;
    }

    /** The sizes as a chunker's fingerprint names them. */
    String fingerprint() {
        return "min %d max %d overlap %d".formatted(minTokens, maxTokens, overlapTokens);
    }
}
