package io.millrace.index;

final class InMemoryPayloadTest extends PayloadContract {
    private final InMemoryIndexes indexes = new InMemoryIndexes();

    @Override
    protected VectorStore open(String collection) {
        return indexes.open(collection);
    }

    @Override
    protected void drop(String collection) {
        indexes.drop(collection);
    }
}
