package io.millrace.job.recipe;

import io.millrace.index.VectorStore;
import io.millrace.plan.ReadOnlyStore;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens the collection to read it, empty if it is absent; checks one that is there as the store's own recipe does. */
public record ReadOnlyStoreRecipe(StoreRecipe store) implements SerializableSupplier<VectorStore> {
    @Override
    public VectorStore get() {
        VectorStore opened = new ReadOnlyStore(store.open());
        try {
            opened.verifyCollection(store.spec());
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
