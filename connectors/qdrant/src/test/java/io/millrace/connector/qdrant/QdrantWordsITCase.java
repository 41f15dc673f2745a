package io.millrace.connector.qdrant;

import io.millrace.index.VectorStore;
import io.millrace.index.WordsContract;

final class QdrantWordsITCase extends WordsContract {
    @Override
    protected VectorStore open(String collection) {
        return QdrantVectorStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
