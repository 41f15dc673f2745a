package io.millrace.job.doctor;

import io.millrace.connector.qdrant.QdrantVectorStore;
import io.millrace.job.QueryWiring;
import io.millrace.job.doctor.Doctor.Said;
import io.millrace.job.recipe.StoreRecipe;
import java.util.concurrent.Callable;

/** Asks Qdrant for the collection, and whether it is of the embedding model's vector space. */
final class StoreCheck implements Callable<Said> {
    private final QueryWiring wiring;

    StoreCheck(QueryWiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Said call() throws Exception {
        StoreRecipe recipe = wiring.store();
        String where = "%s, collection '%s'"
                .formatted(recipe.settings().url(), recipe.spec().name());
        try (QdrantVectorStore store =
                QdrantVectorStore.open(recipe.settings(), recipe.spec().name())) {
            if (!store.exists()) {
                return Said.works(where + ": not there yet, the ingest job makes it");
            }
            store.verifyCollection(recipe.spec());
            return Said.works("%s: %,d chunks, locked to %s"
                    .formatted(where, store.count().get(), recipe.spec().space().identity()));
        }
    }
}
