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
 */
public record RequestLimits(int topK, int maxTopK, @Nullable Double minScore, int maxQuestionLength)
        implements Serializable {}
