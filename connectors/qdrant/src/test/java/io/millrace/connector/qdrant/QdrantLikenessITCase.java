package io.millrace.connector.qdrant;

import io.millrace.index.LikenessContract;
import io.millrace.index.VectorStore;

final class QdrantLikenessITCase extends LikenessContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
