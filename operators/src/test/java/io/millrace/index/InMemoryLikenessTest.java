package io.millrace.index;

final class InMemoryLikenessTest extends LikenessContract {
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
