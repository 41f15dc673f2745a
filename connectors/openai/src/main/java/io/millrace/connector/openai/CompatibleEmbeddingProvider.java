package io.millrace.connector.openai;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/** Opens embedding models of a vendor that speaks OpenAI's protocol. */
abstract class CompatibleEmbeddingProvider implements EmbeddingProvider {
    private final Vendor vendor;

    CompatibleEmbeddingProvider(Vendor vendor) {
        this.vendor = vendor;
    }

    @Override
    public final String name() {
        return vendor.name();
    }

    @Override
    public final EmbeddingModel open(ModelSettings settings) {
        return new OpenAiEmbeddingModel(settings, vendor);
    }

    @Override
    public final TokenCounter tokenCounter(ModelSettings settings) {
        return BytePairCounter.ofEmbeddings();
    }

    @Override
    public final EmbeddingLimits limits(ModelSettings settings) {
        return OpenAiEmbeddingSettings.of(settings, vendor).limits();
    }

    @Override
    public final VectorSpace space(ModelSettings settings) {
        return OpenAiEmbeddingSettings.of(settings, vendor).space();
    }
}
