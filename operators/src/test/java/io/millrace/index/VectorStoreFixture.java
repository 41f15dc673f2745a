package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of {@link VectorStore} share: fresh collections, and calls that wait. */
public abstract class VectorStoreFixture {
    /** The space of most tests: four dimensions, so that vectors can be written out. */
    protected static final VectorSpace SPACE = new VectorSpace("test", "unit", 4, Distance.COSINE, "", "");

    private static final long PATIENCE_SECONDS = 60;

    private final Set<String> collections = new LinkedHashSet<>();
    private final List<VectorStore> stores = new ArrayList<>();

    /** A store on the collection, which needn't exist; two stores on one name share it. */
    protected abstract VectorStore open(String collection);

    /** Deletes the collection if it exists. */
    protected abstract void drop(String collection);

    @AfterEach
    final void closeTheStores() {
        stores.forEach(VectorStore::close);
        collections.forEach(this::drop);
    }

    /** A name that no collection has. */
    protected final String freshName() {
        String name = "contract-" + UUID.randomUUID();
        collections.add(name);
        return name;
    }

    /** A store that is closed after the test. */
    protected final VectorStore opened(String collection) {
        VectorStore store = open(collection);
        stores.add(store);
        return store;
    }

    /** A store on a new, empty collection of {@link #SPACE}. */
    protected final VectorStore freshStore() {
        String name = freshName();
        VectorStore store = opened(name);
        store.ensureCollection(new CollectionSpec(name, SPACE, Map.of()));
        return store;
    }

    protected static void apply(VectorStore store, IndexOperation... operations) {
        get(store.apply(List.of(operations)));
    }

    /** All that passes the filter, nearest to the first axis first. */
    protected static List<Chunk> find(VectorStore store, Filter filter) {
        return search(store, new ChunkQuery(vector(1, 0, 0, 0), filter, 5_000, null)).stream()
                .map(ScoredChunk::chunk)
                .toList();
    }

    protected static List<Chunk> all(VectorStore store) {
        return find(store, Filter.ALL);
    }

    protected static List<ScoredChunk> search(VectorStore store, ChunkQuery query) {
        return get(store.search(query));
    }

    protected static Vector vector(float... values) {
        return new Vector(values);
    }

    protected static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The failure that the future ends with; fails the test when it ends well. */
    protected static ClassifiedException failure(CompletableFuture<?> future) {
        Throwable failure = future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((value, thrown) -> thrown)
                .join();
        if (failure == null) {
            throw new AssertionError("expected a failure, and the call went well");
        }
        return ClassifiedException.of(failure);
    }
}
