package io.millrace.index;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A collection whose every point can be read back. */
public interface AuditableStore extends VectorStore {
    /**
     * What the collection holds of documents: each point with its whole payload, as every write that was done before the
     * call left it.
     *
     * @param documents a few: their texts come too
     * @return the points of each of them, in no order; none for what isn't there
     */
    CompletableFuture<Map<DocumentKey, List<IndexedChunk>>> chunks(Set<DocumentKey> documents);
}
