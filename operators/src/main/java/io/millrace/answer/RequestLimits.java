package io.millrace.answer;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for.
 *
 * @param topK chunks to retrieve where the request doesn't say
 * @param maxTopK chunks it may ask for
 * @param minScore the least score where it doesn't say, or null for any
 * @param maxQuestionLength characters of its question
 * @param deltas whether it may ask for pieces of its answer: there is a topic for them
 * @param conversations whether it may be part of a conversation: answers are kept
 * @param neighbours chunks around each one that are read along, where it doesn't say
 * @param access who may see what
 */
public record RequestLimits(
        int topK,
        int maxTopK,
        @Nullable Double minScore,
        int maxQuestionLength,
        boolean deltas,
        boolean conversations,
        int neighbours,
        AccessRules access)
        implements Serializable {
    /** Neighbours that a request may ask for on each side. */
    public static final int MAX_NEIGHBOURS = 10;
    /** Groups that a request may name. */
    static final int MAX_GROUPS = 1_000;
    /** Examples that a request may name, documents as one each. */
    static final int MAX_EXAMPLES = 100;
    /** Questions that a request may have. */
    static final int MAX_QUESTIONS = 50;
    /** Images that a request may show. */
    static final int MAX_IMAGES = 4;
    /** Bytes of those that come with the request, together: what every provider takes. */
    static final int MAX_IMAGE_BYTES = 5_000_000;

    /** Limits where nothing is kept, and everybody sees everything. */
    public RequestLimits(int topK, int maxTopK, @Nullable Double minScore, int maxQuestionLength, boolean deltas) {
        this(topK, maxTopK, minScore, maxQuestionLength, deltas, false, 0, AccessRules.OPEN);
    }
}
