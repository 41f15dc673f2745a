package io.millrace.plan;

import io.millrace.chunk.Chunk;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.millrace.index.FieldType;
import io.millrace.index.IndexOperation;
import io.millrace.index.Manifest;
import io.millrace.index.VectorStore;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A collection that is only read. One that is absent is an empty one; none is made, and what is applied is dropped. */
public final class ReadOnlyStore implements VectorStore {
    private static final String ABSENT = "collection-not-found";

    private final VectorStore store;
    private boolean absent;

    /** Reads a store, and closes it. */
    public ReadOnlyStore(VectorStore store) {
        this.store = store;
    }

    /** Makes nothing: as {@link #verifyCollection}. */
    @Override
    public void ensureCollection(CollectionSpec spec) {
        verifyCollection(spec);
    }

    /** To be called before all else. */
    @Override
    public void verifyCollection(CollectionSpec spec) {
        try {
            store.verifyCollection(spec);
        } catch (FatalException e) {
            if (!e.code().equals(ABSENT)) {
                throw e;
            }
            absent = true;
        }
    }

    @Override
    public CompletableFuture<Void> apply(List<IndexOperation> operations) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Map<DocumentKey, Manifest>> manifests(Set<DocumentKey> documents) {
        if (!absent) {
            return store.manifests(documents);
        }
        Map<DocumentKey, Manifest> nothing = new HashMap<>();
        documents.forEach(document -> nothing.put(document, Manifest.EMPTY));
        return CompletableFuture.completedFuture(nothing);
    }

    @Override
    public CompletableFuture<DocumentPage> documents(String source, @Nullable String from) {
        return absent
                ? CompletableFuture.completedFuture(new DocumentPage(Set.of(), null))
                : store.documents(source, from);
    }

    @Override
    public CompletableFuture<List<ScoredChunk>> search(ChunkQuery query) {
        return absent ? CompletableFuture.completedFuture(List.of()) : store.search(query);
    }

    @Override
    public CompletableFuture<List<Chunk>> matching(Filter filter, int limit) {
        return absent ? CompletableFuture.completedFuture(List.of()) : store.matching(filter, limit);
    }

    @Override
    public boolean findsWords() {
        return !absent && store.findsWords();
    }

    @Override
    public CompletableFuture<Map<String, FieldType>> filterableFields() {
        return absent ? CompletableFuture.completedFuture(Map.of()) : store.filterableFields();
    }

    @Override
    public CompletableFuture<Long> count() {
        return absent ? CompletableFuture.completedFuture(0L) : store.count();
    }

    @Override
    public void close() {
        store.close();
    }
}
