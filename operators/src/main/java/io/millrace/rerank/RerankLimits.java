package io.millrace.rerank;

import java.io.Serializable;

/**
 * What one request to a rerank model may hold. A limit that isn't known, or that the provider keeps by cutting texts
 * itself, is {@link #UNLIMITED}.
 *
 * @param documents documents in a request
 * @param tokensPerPair tokens of the query and one document together
 * @param tokensPerRequest tokens in a request, the query counted once for each document
 * @param bytesPerRequest bytes of UTF-8 in a request, the query and all documents together
 */
public record RerankLimits(int documents, int tokensPerPair, int tokensPerRequest, int bytesPerRequest)
        implements Serializable {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public RerankLimits {
        if (documents < 1 || tokensPerPair < 1 || tokensPerRequest < 1 || bytesPerRequest < 1) {
            throw new IllegalArgumentException(
                    "limits must be at least 1, got documents %d, tokensPerPair %d, tokensPerRequest %d, bytesPerRequest %d"
                            .formatted(documents, tokensPerPair, tokensPerRequest, bytesPerRequest));
        }
    }

    /** A limit on the number of documents alone. */
    public static RerankLimits ofDocuments(int documents) {
        return new RerankLimits(documents, UNLIMITED, UNLIMITED, UNLIMITED);
    }
}
