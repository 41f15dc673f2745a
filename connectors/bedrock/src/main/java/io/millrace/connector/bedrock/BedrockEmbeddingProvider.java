package io.millrace.connector.bedrock;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/** Opens embedding models of Amazon Bedrock: Titan Text Embeddings V2, Cohere Embed 3 and 4. */
public final class BedrockEmbeddingProvider implements EmbeddingProvider {
    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public EmbeddingModel open(ModelSettings settings) {
        return new BedrockEmbeddingModel(settings);
    }

    @Override
    public TokenCounter tokenCounter(ModelSettings settings) {
        return EstimatedTokens.COUNTER;
    }

    @Override
    public EmbeddingLimits limits(ModelSettings settings) {
        return BedrockEmbeddingSettings.of(settings).limits();
    }

    @Override
    public VectorSpace space(ModelSettings settings) {
        return BedrockEmbeddingSettings.of(settings).space();
    }
}
