package io.millrace.connector.qdrant;

import io.millrace.index.FilterContract;
import io.millrace.index.VectorStore;

final class QdrantFilterITCase extends FilterContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
