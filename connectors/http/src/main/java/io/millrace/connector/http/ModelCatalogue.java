package io.millrace.connector.http;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.embed.EmbeddingLimits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The embedding models of a provider.
 *
 * @param known those whose dimension is known here
 * @param others limits that are taken for the rest
 * @param tasks that the rest may be asked for, the usual one first; empty where that can't be said
 */
record ModelCatalogue(List<KnownModel> known, EmbeddingLimits others, List<String> tasks) {
    ModelCatalogue {
        known = List.copyOf(known);
        tasks = List.copyOf(tasks);
    }

    @Nullable
    KnownModel find(String name) {
        return known.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** For messages. */
    String names() {
        return String.join(", ", known.stream().map(KnownModel::name).sorted().toList());
    }

    /**
     * Limits of a request whose tokens are counted here by another vocabulary than the model's.
     *
     * @param inputs texts in a request
     * @param tokensPerInput as the provider counts
     * @param tokensPerRequest as the provider counts
     * @param concurrency requests in flight, unless the configuration says otherwise
     */
    static EmbeddingLimits limits(int inputs, int tokensPerInput, int tokensPerRequest, int concurrency) {
        return new EmbeddingLimits(
                inputs, EstimatedTokens.within(tokensPerInput), EstimatedTokens.within(tokensPerRequest), concurrency);
    }

    /** Likewise, where a body has a limit too. */
    static EmbeddingLimits limits(
            int inputs, int tokensPerInput, int tokensPerRequest, int bytesPerRequest, int concurrency) {
        return new EmbeddingLimits(
                inputs,
                EstimatedTokens.within(tokensPerInput),
                EstimatedTokens.within(tokensPerRequest),
                bytesPerRequest,
                concurrency);
    }
}
