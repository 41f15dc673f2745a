package io.millrace.job.recipe;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens an embedding model's token counter in the task that uses it, and not the model. */
public record TokenCounterRecipe(ModelSettings settings) implements SerializableSupplier<TokenCounter> {
    @Override
    public TokenCounter get() {
        return EmbeddingProviders.of(settings).tokenCounter(settings);
    }
}
