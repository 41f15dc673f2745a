package io.millrace.index;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Collections in memory by name, as a server has them. */
final class InMemoryIndexes {
    private final Map<String, InMemoryIndex> byName = new ConcurrentHashMap<>();

    VectorStore open(String collection) {
        return new InMemoryVectorStore(byName.computeIfAbsent(collection, name -> new InMemoryIndex()));
    }

    void drop(String collection) {
        byName.remove(collection);
    }
}
