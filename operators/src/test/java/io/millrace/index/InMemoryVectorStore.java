package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A vector store in memory for tests. It compares the query with every chunk, and can be told to fail. */
public final class InMemoryVectorStore implements VectorStore {
    private final InMemoryIndex index;
    private final Queue<ClassifiedException> failures = new ConcurrentLinkedQueue<>();
    private final List<List<IndexOperation>> applied = new ArrayList<>();
    private volatile boolean closed;

    public InMemoryVectorStore() {
        this(new InMemoryIndex());
    }

    /** A store on an index that others may use too. */
    public InMemoryVectorStore(InMemoryIndex index) {
        this.index = index;
    }

    /** Another store on the same index, open whether this one is or not. */
    public InMemoryVectorStore reopened() {
        return new InMemoryVectorStore(index);
    }

    /** Makes the next call that has no failure assigned yet fail with this, and do nothing. */
    public void failNext(ClassifiedException failure) {
        failures.add(failure);
    }

    /** What it holds, in the order of the ids. */
    public List<Chunk> chunks() {
        return index.entries().stream().map(InMemoryIndex.Entry::chunk).toList();
    }

    /** The operations of each {@link #apply} that didn't fail, in order. */
    public List<List<IndexOperation>> applied() {
        synchronized (applied) {
            return List.copyOf(applied);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void ensureCollection(CollectionSpec spec) {
        failIfTold();
        index.ensure(spec);
    }

    @Override
    public void verifyCollection(CollectionSpec spec) {
        failIfTold();
        index.verify(spec);
    }

    @Override
    public CompletableFuture<Void> apply(List<IndexOperation> operations) {
        CompletableFuture<List<IndexOperation>> call = answer(() -> {
            index.apply(operations);
            synchronized (applied) {
                applied.add(List.copyOf(operations));
            }
            return operations;
        });
        return call.thenAccept(done -> {});
    }

    @Override
    public CompletableFuture<Map<DocumentKey, Manifest>> manifests(Set<DocumentKey> documents) {
        return answer(() -> {
            Map<DocumentKey, Map<String, Manifest.Held>> chunks = new HashMap<>();
            documents.forEach(document -> chunks.put(document, new HashMap<>()));
            for (Chunk chunk : chunks()) {
                var held = chunks.get(new DocumentKey(chunk.documentId(), chunk.tenant()));
                if (held != null) {
                    held.put(chunk.id(), Manifest.Held.of(chunk));
                }
            }
            return chunks.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Manifest(entry.getValue())));
        });
    }

    /** Pages of two chunks, so that a document is in several of them. */
    @Override
    public CompletableFuture<DocumentPage> documents(String source, @Nullable String from) {
        return answer(() -> {
            int start = from == null ? 0 : Integer.parseInt(from);
            List<Chunk> all = chunks();
            int end = Math.min(start + 2, all.size());
            Set<DocumentKey> page = all.subList(start, end).stream()
                    .filter(chunk -> chunk.source().equals(source))
                    .map(chunk -> new DocumentKey(chunk.documentId(), chunk.tenant()))
                    .collect(Collectors.toSet());
            return new DocumentPage(page, end == all.size() ? null : Integer.toString(end));
        });
    }

    @Override
    public CompletableFuture<List<ScoredChunk>> search(ChunkQuery query) {
        return answer(() -> new InMemorySearch(index, query).find());
    }

    @Override
    public CompletableFuture<List<Chunk>> matching(Filter filter, int limit) {
        return answer(() -> index.entries().stream()
                .filter(entry -> PayloadFilter.matches(filter, InMemoryPayload.of(entry)))
                .map(InMemoryIndex.Entry::chunk)
                .limit(limit)
                .toList());
    }

    @Override
    public boolean findsWords() {
        return index.sparse() != null;
    }

    @Override
    public CompletableFuture<Map<String, FieldType>> filterableFields() {
        return answer(index::fields);
    }

    @Override
    public CompletableFuture<Long> count() {
        return answer(() -> (long) index.entries().size());
    }

    @Override
    public void close() {
        closed = true;
    }

    private <T> CompletableFuture<T> answer(Supplier<T> call) {
        try {
            failIfTold();
            return CompletableFuture.completedFuture(call.get());
        } catch (ClassifiedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void failIfTold() {
        if (closed) {
            throw new FatalException("closed", "The store is closed");
        }
        ClassifiedException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    static double score(Distance distance, Vector one, Vector other) {
        return switch (distance) {
            case COSINE -> one.normalised().dot(other.normalised());
            case DOT -> one.dot(other);
            case EUCLID -> {
                double sum = 0;
                for (int i = 0; i < one.dimension(); i++) {
                    sum += Math.pow(one.values()[i] - other.values()[i], 2);
                }
                yield Math.sqrt(sum);
            }
            case MANHATTAN -> {
                double sum = 0;
                for (int i = 0; i < one.dimension(); i++) {
                    sum += Math.abs(one.values()[i] - other.values()[i]);
                }
                yield sum;
            }
        };
    }
}
