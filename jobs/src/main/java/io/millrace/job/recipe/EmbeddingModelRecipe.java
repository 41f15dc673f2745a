package io.millrace.job.recipe;

import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens the embedding model in the task that uses it. */
public record EmbeddingModelRecipe(ModelSettings settings) implements SerializableSupplier<EmbeddingModel> {
    @Override
    public EmbeddingModel get() {
        return EmbeddingProviders.of(settings).open(settings);
    }
}
