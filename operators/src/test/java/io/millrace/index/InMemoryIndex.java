package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.sparse.SparseSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a collection holds, in memory: several {@link InMemoryVectorStore}s may share one. Safe for many threads. */
public final class InMemoryIndex {
    /** A chunk, its vector, and when it was written. */
    record Entry(Chunk chunk, Vector vector, Instant ingestedAt) {}

    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, FieldType> fields = new TreeMap<>();
    private @Nullable VectorSpace space;
    private @Nullable SparseSpec sparse;

    synchronized void ensure(CollectionSpec spec) {
        if (space == null) {
            space = spec.space();
            sparse = spec.sparse();
        }
        verify(spec);
        if (sparse != null && spec.sparse() == null) {
            throw new FatalException("sparse-mismatch", "The collection has sparse vectors, and this job makes none");
        }
        spec.fields().forEach(this::checkField);
        fields.putAll(spec.fields());
        fields.putAll(ChunkFields.BUILT_IN);
    }

    synchronized void verify(CollectionSpec spec) {
        if (sparse != null
                && spec.sparse() != null
                && !sparse.line().equals(spec.sparse().line())) {
            throw new FatalException(
                    "sparse-mismatch",
                    "Collection '%s' has sparse vectors of %s, and this job makes %s"
                            .formatted(spec.name(), sparse.line(), spec.sparse().line()));
        }
        if (!space().comparableWith(spec.space())) {
            throw new FatalException(
                    "vector-space-mismatch",
                    "Collection '%s' holds vectors of %s, and this job makes vectors of %s"
                            .formatted(spec.name(), space, spec.space()));
        }
    }

    synchronized void apply(List<IndexOperation> operations) {
        operations.forEach(this::apply);
    }

    synchronized Collection<Entry> entries() {
        space();
        return List.copyOf(entries.values());
    }

    synchronized Map<String, FieldType> fields() {
        space();
        return Map.copyOf(fields);
    }

    synchronized VectorSpace space() {
        if (space == null) {
            throw new FatalException("collection-not-found", "The collection doesn't exist");
        }
        return space;
    }

    /** How chunks are found by their words; null when they aren't. */
    synchronized @Nullable SparseSpec sparse() {
        return sparse;
    }

    private void checkField(String field, FieldType type) {
        FieldType indexed = ChunkFields.BUILT_IN.getOrDefault(field, fields.getOrDefault(field, type));
        if (indexed != type) {
            throw new FatalException(
                    "field-type-mismatch",
                    "Field '%s' is %s, and indexed as %s".formatted(field, type.wireName(), indexed.wireName()));
        }
    }

    private void apply(IndexOperation operation) {
        switch (operation.type()) {
            case PUT -> put(operation);
            case MOVE, KEEP -> refresh(operation);
            case DONE -> {}
            case COMPLETE ->
                entries.values()
                        .removeIf(entry -> entry.chunk().documentId().equals(operation.documentId())
                                && Objects.equals(entry.chunk().tenant(), operation.tenant())
                                && !entry.chunk().revision().equals(operation.revision()));
            case DELETE ->
                entries.values()
                        .removeIf(entry -> entry.chunk().documentId().equals(operation.documentId())
                                && (operation.tenant() == null
                                        || operation
                                                .tenant()
                                                .equals(entry.chunk().tenant())));
        }
    }

    private void refresh(IndexOperation operation) {
        Chunk chunk = Objects.requireNonNull(operation.chunk());
        Entry entry = entries.get(chunk.id());
        if (entry == null) {
            throw new RejectedException("point-missing", "No point with id %s found".formatted(chunk.id()));
        }
        Chunk written = operation.type() == IndexOperation.Type.MOVE ? chunk : atPlaceOf(entry.chunk(), chunk);
        entries.put(chunk.id(), new Entry(written, entry.vector(), Instant.now()));
    }

    /** What a chunk shares with its document, at the place where another chunk stands. */
    private static Chunk atPlaceOf(Chunk place, Chunk shared) {
        return new Chunk(
                shared.id(),
                shared.documentId(),
                shared.tenant(),
                shared.kind(),
                shared.uri(),
                shared.title(),
                shared.contentType(),
                shared.source(),
                place.headings(),
                place.ordinal(),
                shared.chunkCount(),
                place.start(),
                place.end(),
                place.page(),
                place.parent(),
                place.text(),
                place.textHash(),
                shared.version(),
                shared.timestamp(),
                shared.revision(),
                shared.metadata());
    }

    private void put(IndexOperation operation) {
        Chunk chunk = operation.chunk();
        Vector vector = operation.vector();
        if (chunk == null || vector == null) {
            throw new FatalException("not-embedded", "A chunk was to be written without its vector");
        }
        if (vector.dimension() != space().dimension()) {
            throw new FatalException(
                    "wrong-dimension",
                    "The collection takes vectors of %d dimensions, got %d"
                            .formatted(space().dimension(), vector.dimension()));
        }
        entries.put(chunk.id(), new Entry(chunk, vector, Instant.now()));
    }
}
