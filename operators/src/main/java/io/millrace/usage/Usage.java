package io.millrace.usage;

import java.io.Serializable;

/**
 * What calls to a model took.
 *
 * @param requests calls that were answered
 * @param inputTokens tokens read, as the provider counted them (else counted here)
 * @param outputTokens tokens written; 0 for an embedding model
 */
public record Usage(long requests, long inputTokens, long outputTokens) implements Serializable {
    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(requests + other.requests, inputTokens + other.inputTokens, outputTokens + other.outputTokens);
    }
}
