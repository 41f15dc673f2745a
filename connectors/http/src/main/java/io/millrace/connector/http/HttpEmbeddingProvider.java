package io.millrace.connector.http;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/** Opens embedding models of a provider that is known by what it writes and reads. */
abstract class HttpEmbeddingProvider implements EmbeddingProvider {
    private final String name;

    HttpEmbeddingProvider(String name) {
        this.name = name;
    }

    /**
     * Checks the settings; opens nothing.
     *
     * @throws io.millrace.failure.FatalException when they can't work, naming the configuration key
     */
    abstract EmbeddingSetup setup(ModelSettings settings);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final EmbeddingModel open(ModelSettings settings) {
        return new HttpEmbeddingModel(setup(settings));
    }

    @Override
    public final TokenCounter tokenCounter(ModelSettings settings) {
        return EstimatedTokens.COUNTER;
    }

    @Override
    public final EmbeddingLimits limits(ModelSettings settings) {
        return setup(settings).limits();
    }

    @Override
    public final String modelName(ModelSettings settings) {
        return name + "/" + setup(settings).endpoint().model();
    }

    @Override
    public final VectorSpace space(ModelSettings settings) {
        return setup(settings).space();
    }
}
