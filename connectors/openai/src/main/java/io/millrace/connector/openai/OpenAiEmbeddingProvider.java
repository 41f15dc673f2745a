package io.millrace.connector.openai;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/** Opens embedding models of OpenAI and of servers that speak its API. */
public final class OpenAiEmbeddingProvider implements EmbeddingProvider {
    static final String NAME = "openai";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EmbeddingModel open(ModelSettings settings) {
        return new OpenAiEmbeddingModel(settings);
    }

    @Override
    public TokenCounter tokenCounter(ModelSettings settings) {
        return BytePairCounter.ofEmbeddings();
    }

    @Override
    public EmbeddingLimits limits(ModelSettings settings) {
        return OpenAiEmbeddingSettings.of(settings).limits();
    }

    @Override
    public VectorSpace space(ModelSettings settings) {
        return OpenAiEmbeddingSettings.of(settings).space();
    }
}
