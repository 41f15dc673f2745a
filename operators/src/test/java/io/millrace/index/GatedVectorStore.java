package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, of vectors of one dimension, whose answers a test can keep back, lose, or turn into refusals. What
 * it is asked is done at once, whenever the answer comes.
 */
public final class GatedVectorStore implements VectorStore {
    private final InMemoryVectorStore store;
    private final Deque<Runnable> kept = new ArrayDeque<>();
    private final List<Set<DocumentKey>> lookedUp = new ArrayList<>();
    private final List<List<IndexOperation>> requests = new ArrayList<>();
    private Predicate<IndexOperation> refused = operation -> false;
    private @Nullable ClassifiedException instead;
    private boolean halfway;
    private boolean holding;

    public GatedVectorStore() {
        this(new InMemoryVectorStore());
        ensureCollection(
                new CollectionSpec("docs", new VectorSpace("test", "unit", 1, Distance.DOT, "", ""), Map.of()));
    }

    /** One that shows and changes what the store holds. */
    public GatedVectorStore(InMemoryVectorStore store) {
        this.store = store;
    }

    public InMemoryVectorStore held() {
        return store;
    }

    /** Keeps every answer back from now on. */
    public synchronized void hold() {
        holding = true;
    }

    /** Gives what was kept back, and answers at once from now on. */
    public synchronized void release() {
        holding = false;
        while (!kept.isEmpty()) {
            kept.removeFirst().run();
        }
    }

    /** Gives the answer that was kept back last; others are kept. */
    public synchronized void releaseLast() {
        kept.removeLast().run();
    }

    /** Refuses every request with such an operation, and does nothing of it. */
    public void refuse(Predicate<IndexOperation> bad) {
        refused = bad;
    }

    /** Refuses every request with such an operation, and does what comes before it. */
    public void refuseHalfway(Predicate<IndexOperation> bad) {
        refused = bad;
        halfway = true;
    }

    /** Does what the next request asks, and answers with a failure all the same. */
    public void answerNextWith(ClassifiedException failure) {
        instead = failure;
    }

    /** The documents of each look-up, in order. */
    public List<Set<DocumentKey>> lookedUp() {
        return lookedUp;
    }

    /** The operations of each request, refused ones too, in order. */
    public synchronized List<List<IndexOperation>> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized CompletableFuture<Void> apply(List<IndexOperation> operations) {
        requests.add(List.copyOf(operations));
        if (operations.stream().anyMatch(refused)) {
            if (halfway) {
                store.apply(operations.stream().takeWhile(refused.negate()).toList())
                        .join();
            }
            return gate(CompletableFuture.failedFuture(new RejectedException("bad-point", "a point is bad")));
        }
        CompletableFuture<Void> done = store.apply(operations);
        ClassifiedException failure = instead;
        instead = null;
        return gate(failure == null ? done : CompletableFuture.failedFuture(failure));
    }

    @Override
    public synchronized CompletableFuture<Map<DocumentKey, Manifest>> manifests(Set<DocumentKey> documents) {
        lookedUp.add(Set.copyOf(documents));
        return gate(store.manifests(documents));
    }

    private <T> CompletableFuture<T> gate(CompletableFuture<T> answer) {
        if (!holding) {
            return answer;
        }
        CompletableFuture<CompletableFuture<T>> later = new CompletableFuture<>();
        kept.addLast(() -> later.complete(answer));
        return later.thenCompose(known -> known);
    }

    @Override
    public void ensureCollection(CollectionSpec spec) {
        store.ensureCollection(spec);
    }

    @Override
    public void verifyCollection(CollectionSpec spec) {
        store.verifyCollection(spec);
    }

    @Override
    public CompletableFuture<DocumentPage> documents(String source, @Nullable String from) {
        return store.documents(source, from);
    }

    @Override
    public CompletableFuture<List<ScoredChunk>> search(ChunkQuery query) {
        return store.search(query);
    }

    @Override
    public CompletableFuture<List<Chunk>> matching(Filter filter, int limit) {
        return store.matching(filter, limit);
    }

    @Override
    public boolean findsWords() {
        return store.findsWords();
    }

    @Override
    public CompletableFuture<Map<String, FieldType>> filterableFields() {
        return store.filterableFields();
    }

    @Override
    public CompletableFuture<Long> count() {
        return store.count();
    }

    @Override
    public void close() {
        store.close();
    }
}
