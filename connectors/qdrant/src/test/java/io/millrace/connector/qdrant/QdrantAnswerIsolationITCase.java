package io.millrace.connector.qdrant;

import io.millrace.answer.kept.AnswerIsolationContract;
import io.millrace.answer.kept.AnswerStore;

final class QdrantAnswerIsolationITCase extends AnswerIsolationContract {
    @Override
    protected AnswerStore open(String collection) {
        return QdrantAnswerStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }
}
