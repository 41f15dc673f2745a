package io.millrace.connector.qdrant;

import io.millrace.index.ListingContract;
import io.millrace.index.VectorStore;

final class QdrantListingITCase extends ListingContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
