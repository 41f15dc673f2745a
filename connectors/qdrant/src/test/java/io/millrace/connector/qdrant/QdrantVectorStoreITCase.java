package io.millrace.connector.qdrant;

import io.millrace.index.VectorStore;
import io.millrace.index.VectorStoreContract;

final class QdrantVectorStoreITCase extends VectorStoreContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
