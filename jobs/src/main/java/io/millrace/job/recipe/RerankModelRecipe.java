package io.millrace.job.recipe;

import io.millrace.model.ModelSettings;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProviders;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens the rerank model in the task that uses it. */
public record RerankModelRecipe(ModelSettings settings) implements SerializableSupplier<RerankModel> {
    @Override
    public RerankModel get() {
        return RerankProviders.of(settings).open(settings);
    }
}
