package io.millrace.retrieve;

import io.millrace.chunk.Chunk;
import io.millrace.failure.RejectedException;
import io.millrace.index.ChunkFields;
import io.millrace.index.VectorStore;
import io.millrace.retrieve.Examples.Example;
import io.millrace.retrieve.Examples.Kind;
import io.millrace.retrieve.Filter.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The chunks that examples name.
 *
 * @param positive their ids
 * @param negative their ids
 * @param others lets all chunks pass but these, and those of documents that are examples
 */
public record ExampleChunks(List<String> positive, List<String> negative, Filter others) {
    /** Chunks that examples may be in all. */
    private static final int MOST = 1_000;

    /** Without a look-up, where all examples are texts. */
    private static final ExampleChunks NONE = new ExampleChunks(List.of(), List.of(), Filter.ALL);

    /**
     * Looks them up, all at once.
     *
     * @param visible what the request may see. What it doesn't let pass isn't told from what isn't there
     * @return fails with a {@link RejectedException} of the code {@code unknown-example} that names all that aren't there,
     *     or {@code too-many-examples}
     */
    static CompletableFuture<ExampleChunks> find(VectorStore store, Examples examples, Filter visible) {
        List<String> documents = examples.ofKind(Kind.DOCUMENT);
        List<String> ids = examples.ofKind(Kind.CHUNK).stream()
                .flatMap(id -> canonical(id).stream())
                .toList();
        List<Filter> named = new ArrayList<>();
        if (!documents.isEmpty()) {
            named.add(ofDocuments(documents));
        }
        if (!ids.isEmpty()) {
            named.add(new Filter.Chunks(ids));
        }
        CompletableFuture<List<Chunk>> found = named.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : store.matching(new Filter.And(List.of(visible, new Filter.Or(named))), MOST + 1);
        return found.thenApply(chunks -> of(examples, chunks, named));
    }

    private static ExampleChunks of(Examples examples, List<Chunk> found, List<Filter> named) {
        if (found.size() > MOST) {
            throw new RejectedException(
                    "too-many-examples",
                    "the examples must be at most %d chunks, got more: name chunks (chunkId) of large documents, or fewer of them"
                            .formatted(MOST));
        }
        refuseUnknown(examples, found);
        return named.isEmpty()
                ? NONE
                : new ExampleChunks(
                        chunks(examples.positive(), found),
                        chunks(examples.negative(), found),
                        new Filter.Not(new Filter.Or(named)));
    }

    private static void refuseUnknown(Examples examples, List<Chunk> found) {
        Set<String> documents = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Chunk chunk : found) {
            documents.add(chunk.documentId());
            ids.add(chunk.id());
        }
        List<String> unknown = Stream.concat(
                        examples.ofKind(Kind.DOCUMENT).stream()
                                .filter(id -> !documents.contains(id))
                                .map(id -> "documentId '" + id + "'"),
                        examples.ofKind(Kind.CHUNK).stream()
                                .filter(id -> canonical(id).stream().noneMatch(ids::contains))
                                .map(id -> "chunkId '" + id + "'"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new RejectedException(
                    "unknown-example",
                    "Unknown examples: %s. An example must be in the index, and such as the request may see"
                            .formatted(String.join(", ", unknown)));
        }
    }

    /** In the order of their ids, so that sums of their vectors are the same each time. */
    private static List<String> chunks(List<Example> examples, List<Chunk> found) {
        Set<String> documents = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (Example example : examples) {
            if (example.kind() == Kind.DOCUMENT) {
                documents.add(example.value());
            } else if (example.kind() == Kind.CHUNK) {
                ids.addAll(canonical(example.value()));
            }
        }
        return found.stream()
                .filter(chunk -> documents.contains(chunk.documentId()) || ids.contains(chunk.id()))
                .map(Chunk::id)
                .sorted()
                .toList();
    }

    private static Filter ofDocuments(List<String> documents) {
        return new Filter.AnyOf(
                ChunkFields.DOCUMENT_ID,
                documents.stream().<Scalar>map(Scalar.Text::new).toList());
    }

    /** As a store spells it; none of what is no UUID, and so the id of nothing. */
    private static List<String> canonical(String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        try {
            return UUID.fromString(lower).toString().equals(lower) ? List.of(lower) : List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
