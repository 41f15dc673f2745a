package io.millrace.job.recipe;

import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Opens the embedding model in the task that uses it.
 *
 * @param settings of the model
 * @param revision that the collection is locked to; empty where none is known
 */
public record EmbeddingModelRecipe(ModelSettings settings, String revision)
        implements SerializableSupplier<EmbeddingModel> {
    @Override
    public EmbeddingModel get() {
        EmbeddingModel model = EmbeddingProviders.of(settings).open(settings);
        VectorSpace own = model.space();
        // Models of files are as many as there are machines: nobody but each of these can see that its files are
        // others.
        if (!own.revision().isEmpty() && !revision.isEmpty() && !own.revision().equals(revision)) {
            model.close();
            throw new FatalException(
                    "other-model",
                    "Embedding model '%s' of provider %s is of revision '%s' on this machine and of '%s' where the job was"
                                    .formatted(own.model(), own.provider(), own.revision(), revision)
                            + " submitted: copy the same files (%s) to every machine"
                                    .formatted(settings.key("options")));
        }
        return model;
    }
}
