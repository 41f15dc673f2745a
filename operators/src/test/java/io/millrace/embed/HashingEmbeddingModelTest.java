package io.millrace.embed;

/** The fake keeps the port's contract too. */
class HashingEmbeddingModelTest extends EmbeddingModelContract {
    @Override
    protected EmbeddingModel openModel() {
        return new HashingEmbeddingModel();
    }

    @Override
    protected boolean unitLength() {
        return true;
    }
}
