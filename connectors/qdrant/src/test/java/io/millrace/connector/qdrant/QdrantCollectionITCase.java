package io.millrace.connector.qdrant;

import io.millrace.index.CollectionContract;
import io.millrace.index.VectorStore;

final class QdrantCollectionITCase extends CollectionContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
