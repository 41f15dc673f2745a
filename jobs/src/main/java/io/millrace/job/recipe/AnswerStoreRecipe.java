package io.millrace.job.recipe;

import io.millrace.answer.kept.AnswerStore;
import io.millrace.connector.qdrant.QdrantAnswerStore;
import io.millrace.connector.qdrant.QdrantSettings;
import io.millrace.embed.VectorSpace;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Opens the collection of kept answers in the task that uses it; makes it where somebody has removed it.
 *
 * @param settings how Qdrant is reached
 * @param collection its name
 * @param questions the space of questions' vectors
 */
public record AnswerStoreRecipe(QdrantSettings settings, String collection, VectorSpace questions)
        implements SerializableSupplier<AnswerStore> {
    @Override
    public AnswerStore get() {
        AnswerStore store = QdrantAnswerStore.open(settings, collection);
        try {
            store.ensure(questions);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }
}
