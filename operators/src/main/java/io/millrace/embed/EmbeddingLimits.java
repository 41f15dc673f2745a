package io.millrace.embed;

import java.io.Serializable;

/**
 * What one request to an embedding model may hold.
 *
 * @param inputs texts in a request
 * @param tokensPerInput tokens in a text
 * @param tokensPerRequest tokens in a request, all texts together
 * @param concurrency requests that may be in flight at once
 */
public record EmbeddingLimits(int inputs, int tokensPerInput, int tokensPerRequest, int concurrency)
        implements Serializable {
    public EmbeddingLimits {
        if (inputs < 1 || tokensPerInput < 1 || tokensPerRequest < 1 || concurrency < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1, got inputs %d, tokensPerInput %d, tokensPerRequest %d, concurrency %d"
                            .formatted(inputs, tokensPerInput, tokensPerRequest, concurrency));
        }
    }
}
