package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A collection of chunks and their vectors. Safe for use by many threads. Futures fail with a {@link
 * io.millrace.failure.ClassifiedException}; nothing is retried here.
 */
public interface VectorStore extends AutoCloseable {
    /**
     * Creates the collection with its field indexes when it is absent; otherwise checks that it is locked to the
     * space, and adds indexes that it lacks. Blocks. Running it twice, or in two jobs at once, is the same as once.
     *
     * <p>Another way of making chunks is no reason to refuse: it is logged once, and noted. A collection that nobody
     * locked is locked to the space where the spec says to adopt it.
     *
     * @throws io.millrace.failure.FatalException when the collection is locked to another space (naming both), or to
     *     none and isn't to be adopted, has another dimension or distance, or the store refuses
     * @throws io.millrace.failure.TransientException when the store can't be reached
     */
    void ensureCollection(CollectionSpec spec);

    /**
     * Checks, without changing anything, that the collection exists and is locked to the space. Blocks. How chunks are
     * made doesn't matter here.
     *
     * @throws io.millrace.failure.FatalException when it is absent or another's, or nobody's yet
     * @throws io.millrace.failure.TransientException when the store can't be reached
     */
    void verifyCollection(CollectionSpec spec);

    /**
     * Applies the operations in order. When the future completes, they are durable and seen by every later read. When
     * it fails, any of them may have been applied; applying all again in order gives the same end, if no two changes of
     * one document are among them: of those, the later one may have removed what the earlier one moves or keeps.
     *
     * <p>Fails with a {@link io.millrace.failure.RejectedException} of the code {@code point-missing} when a MOVE or
     * KEEP finds no point of its chunk's id: somebody else removed it.
     *
     * @param operations each PUT with its vector; two PUTs of one id: the later wins
     */
    CompletableFuture<Void> apply(List<IndexOperation> operations);

    /**
     * What the collection holds of documents: in full, as every write that was done before the call left it.
     *
     * @param documents at the most a few hundred
     * @return a manifest for each of them, an empty one for what isn't there
     */
    CompletableFuture<Map<DocumentKey, Manifest>> manifests(Set<DocumentKey> documents);

    /**
     * The documents of a source, a page at a time, in no order. What is written while the pages are read may be missing.
     *
     * @param source as {@link io.millrace.chunk.Chunk#source()} has it
     * @param from where the page starts, as the page before said; null for the first
     */
    CompletableFuture<DocumentPage> documents(String source, @Nullable String from);

    /**
     * The chunks that fit best, best first. Fails with a {@link io.millrace.failure.RejectedException} of the code {@code
     * no-sparse-vectors} when words are looked for in a collection without {@link #findsWords}. Chunks that are examples
     * of what is looked for aren't among them.
     */
    CompletableFuture<List<ScoredChunk>> search(ChunkQuery query);

    /**
     * Chunks that satisfy a filter, in no order.
     *
     * @param limit at the most so many, at least 1
     */
    CompletableFuture<List<Chunk>> matching(Filter filter, int limit);

    /** Whether chunks can be found by their words, as far as the last ensure or verify of the collection saw. */
    boolean findsWords();

    /** The payload fields that can be filtered on, as the collection has them now. */
    CompletableFuture<Map<String, FieldType>> filterableFields();

    /** How many chunks the collection holds. */
    CompletableFuture<Long> count();

    @Override
    void close();
}
