package io.millrace.connector.qdrant;

import io.millrace.answer.kept.AnswerStore;
import io.millrace.answer.kept.AnswerStoreContract;

/** The same with so small pages that everything takes several. */
final class QdrantAnswerPagesITCase extends AnswerStoreContract {
    @Override
    protected AnswerStore open(String collection) {
        return QdrantAnswerStore.open(RunningQdrant.settings(), collection, 2);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
