package io.millrace.connector.onnx;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;

/**
 * Embedding models that run in this process: {@code all-MiniLM-L6-v2}, which comes in a jar, or the sentence transformer
 * of a directory, {@code options.directory}. What the directory doesn't say of it, or says otherwise than is wanted, are
 * the options {@code file}, {@code pooling}, {@code normalise}, {@code max-tokens} and {@code prompts}.
 * {@code options.threads} says how many threads compute (default: a thread for each processor that this process has),
 * {@code options.runs} how many runs share them (default: as many).
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
