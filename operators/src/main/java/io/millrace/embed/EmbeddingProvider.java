package io.millrace.embed;

import io.millrace.chunk.TokenCounter;
import io.millrace.model.ModelSettings;

/**
 * Opens embedding models of one provider. Found by {@link java.util.ServiceLoader}, so a jar on the class path is
 * enough to add one; it has a public constructor without arguments.
 */
public interface EmbeddingProvider {
    /** The name that {@code embedding.provider} gives, lower case. */
    String name();

    /**
     * Opens the model. Costly: once per task, closed by its owner.
     *
     * @throws io.millrace.failure.FatalException when the settings can't work, naming the configuration key
     */
    EmbeddingModel open(ModelSettings settings);

    /** The model's token counter alone, for chunking, where the model itself isn't needed. */
    TokenCounter tokenCounter(ModelSettings settings);

    /** The model's limits, known without opening it, so that a chunker keeps within them. */
    EmbeddingLimits limits(ModelSettings settings);

    /** The model's vector space, known without opening it, so that a collection can be checked before submission. */
    VectorSpace space(ModelSettings settings);

    /** As {@link EmbeddingModel#name()}, known without opening it. */
    default String modelName(ModelSettings settings) {
        VectorSpace space = space(settings);
        return space.provider() + "/" + space.model();
    }
}
