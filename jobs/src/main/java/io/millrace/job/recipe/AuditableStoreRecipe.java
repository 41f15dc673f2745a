package io.millrace.job.recipe;

import io.millrace.connector.qdrant.QdrantVectorStore;
import io.millrace.index.AuditableStore;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens the collection so that all of it can be read back; checks it as the store's own recipe does. */
public record AuditableStoreRecipe(StoreRecipe store) implements SerializableSupplier<AuditableStore> {
    @Override
    public AuditableStore get() {
        AuditableStore opened =
                QdrantVectorStore.open(store.settings(), store.spec().name());
        try {
            opened.verifyCollection(store.spec());
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
