package io.millrace.embed;

import java.io.Serializable;

/**
 * What one request to an embedding model may hold.
 *
 * @param inputs texts in a request
 * @param tokensPerInput tokens in a text
 * @param tokensPerRequest tokens in a request, all texts together
 * @param bytesPerRequest bytes of UTF-8 in a request, all texts together
 * @param concurrency requests that may be in flight at once
 */
public record EmbeddingLimits(
        int inputs, int tokensPerInput, int tokensPerRequest, long bytesPerRequest, int concurrency)
        implements Serializable {
    /** For a provider that sets no limit of its own: more than a proxy before it would let pass helps nobody. */
    public static final long DEFAULT_BYTES_PER_REQUEST = 16L << 20;

    public EmbeddingLimits {
        if (inputs < 1 || tokensPerInput < 1 || tokensPerRequest < 1 || bytesPerRequest < 1 || concurrency < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1, got inputs %d, tokensPerInput %d, tokensPerRequest %d, bytesPerRequest %d, concurrency %d"
                            .formatted(inputs, tokensPerInput, tokensPerRequest, bytesPerRequest, concurrency));
        }
    }

    /** Limits with {@link #DEFAULT_BYTES_PER_REQUEST}. */
    public EmbeddingLimits(int inputs, int tokensPerInput, int tokensPerRequest, int concurrency) {
        this(inputs, tokensPerInput, tokensPerRequest, DEFAULT_BYTES_PER_REQUEST, concurrency);
    }
}
