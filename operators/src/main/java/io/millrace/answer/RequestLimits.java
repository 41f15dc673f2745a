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
 */
public record RequestLimits(int topK, int maxTopK, @Nullable Double minScore, int maxQuestionLength, boolean deltas)
        implements Serializable {}
