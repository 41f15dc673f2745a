package io.millrace.connector.onnx;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/**
 * Embedding models that run in this process. The model is {@code all-MiniLM-L6-v2}; {@code options.threads} says how
 * many processors one run may use (default: all that this process has).
 */
public final class OnnxEmbeddingProvider implements EmbeddingProvider {
    @Override
    public String name() {
        return OnnxSettings.PROVIDER;
    }

    @Override
    public EmbeddingModel open(ModelSettings settings) {
        return OnnxEmbeddingModel.open(OnnxSettings.from(settings));
    }

    @Override
    public TokenCounter tokenCounter(ModelSettings settings) {
        return WordPieces.of(OnnxSettings.from(settings).transformer())::count;
    }

    @Override
    public EmbeddingLimits limits(ModelSettings settings) {
        return OnnxSettings.from(settings).limits();
    }

    @Override
    public VectorSpace space(ModelSettings settings) {
        return OnnxSettings.from(settings).space();
    }
}
