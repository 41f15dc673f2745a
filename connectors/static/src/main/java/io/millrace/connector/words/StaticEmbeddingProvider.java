package io.millrace.connector.words;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/**
 * Static word vectors: a text's vector is the mean of its words'. {@code options.file} is the file of Word2Vec or GloVe;
 * {@code lower-case}, {@code max-words}, {@code weighting} and {@code frequencies} say how it is used.
 */
public final class StaticEmbeddingProvider implements EmbeddingProvider {
    @Override
    public String name() {
        return StaticSettings.PROVIDER;
    }

    @Override
    public EmbeddingModel open(ModelSettings settings) {
        return StaticEmbeddingModel.open(StaticSettings.from(settings));
    }

    /** Words are what is counted; that needs no file. */
    @Override
    public TokenCounter tokenCounter(ModelSettings settings) {
        return TextWords::count;
    }

    @Override
    public EmbeddingLimits limits(ModelSettings settings) {
        return StaticSettings.from(settings).limits();
    }

    @Override
    public VectorSpace space(ModelSettings settings) {
        return StaticSettings.from(settings).space();
    }
}
