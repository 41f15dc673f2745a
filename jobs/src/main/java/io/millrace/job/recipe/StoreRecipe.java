package io.millrace.job.recipe;

import io.millrace.connector.qdrant.QdrantSettings;
import io.millrace.connector.qdrant.QdrantVectorStore;
import io.millrace.index.CollectionSpec;
import io.millrace.index.VectorStore;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens the collection in the task that uses it, and checks that it is still of the job's vector space. */
public record StoreRecipe(QdrantSettings settings, CollectionSpec spec) implements SerializableSupplier<VectorStore> {
    @Override
    public VectorStore get() {
        VectorStore store = open();
        try {
            store.verifyCollection(spec);
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Opens the collection without a check. */
    public VectorStore open() {
        return QdrantVectorStore.open(settings, spec.name());
    }
}
