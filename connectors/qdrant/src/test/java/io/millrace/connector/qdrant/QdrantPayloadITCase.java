package io.millrace.connector.qdrant;

import io.millrace.index.PayloadContract;
import io.millrace.index.VectorStore;

final class QdrantPayloadITCase extends PayloadContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
