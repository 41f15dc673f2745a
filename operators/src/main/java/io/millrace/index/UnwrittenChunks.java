package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Vector;
import io.millrace.failure.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the index lacks of changes that failed. The next changes of such a document may have been planned as if it had it
 * all, since a plan doesn't wait for the one before to be written; here their steps become what they would have been
 * otherwise.
 */
final class UnwrittenChunks {
    /** Vectors kept at the most, some kilobytes each; later changes that count on more are refused by the store. */
    private static final int MAX_VECTORS = 10_000;
    /** So many complete checkpoints after a failure, no plan is made any more that knows nothing of it. */
    private static final int CHECKPOINTS = 3;

    private final Map<DocumentKey, Unwritten> byDocument = new HashMap<>();
    private int vectors;

    private static final class Unwritten {
        /** By chunk, why the model refused it. */
        private final Map<String, Reason> unembedded = new HashMap<>();
        /** By chunk, the vector that it was to be written with. */
        private final Map<String, Vector> unstored = new HashMap<>();
        /** Whether chunks may stand where an earlier state had them. */
        private boolean misplaced;

        private int checkpoints;
    }

    /** The model refused the step's chunk. */
    void unembedded(IndexOperation put, Reason reason) {
        Chunk chunk = put.chunk();
        if (chunk != null) {
            touch(put).unembedded.put(chunk.id(), reason);
        }
    }

    /** The step isn't applied, as the store refused one of its change. */
    void unstored(IndexOperation step) {
        Unwritten unwritten = touch(step);
        unwritten.misplaced = true;
        Chunk chunk = step.chunk();
        Vector vector = step.vector();
        if (chunk != null && vector != null && vectors < MAX_VECTORS) {
            vectors += unwritten.unstored.put(chunk.id(), vector) == null ? 1 : 0;
        }
    }

    /** Why the step's chunk can't be at its place or moved there: the model has refused it; null when it hasn't. */
    @Nullable
    Reason rejection(IndexOperation step) {
        Unwritten unwritten = byDocument.get(keyOf(step));
        Chunk chunk = step.chunk();
        if (unwritten == null || chunk == null) {
            return null;
        }
        if (step.type() == IndexOperation.Type.PUT) {
            unwritten.unembedded.remove(chunk.id());
        }
        return unwritten.unembedded.get(chunk.id());
    }

    /** The step as it is without what is unwritten. */
    IndexOperation mended(IndexOperation step) {
        Unwritten unwritten = byDocument.get(keyOf(step));
        Chunk chunk = step.chunk();
        if (unwritten == null || chunk == null || step.type() == IndexOperation.Type.PUT) {
            return step;
        }
        Vector vector = unwritten.unstored.get(chunk.id());
        if (vector != null) {
            return IndexOperation.put(step.origin(), chunk).withVector(vector);
        }
        return unwritten.misplaced ? IndexOperation.move(step.origin(), chunk) : step;
    }

    /** The whole of the change that the step ends is in the index. What the model refused may be of a later one. */
    void written(IndexOperation last) {
        Unwritten unwritten = byDocument.get(keyOf(last));
        if (unwritten != null) {
            vectors -= unwritten.unstored.size();
            unwritten.unstored.clear();
            unwritten.misplaced = false;
        }
    }

    void checkpointIsComplete() {
        byDocument.values().removeIf(unwritten -> {
            boolean old = ++unwritten.checkpoints == CHECKPOINTS;
            vectors -= old ? unwritten.unstored.size() : 0;
            return old;
        });
    }

    private Unwritten touch(IndexOperation step) {
        Unwritten unwritten = byDocument.computeIfAbsent(keyOf(step), key -> new Unwritten());
        unwritten.checkpoints = 0;
        return unwritten;
    }

    private static DocumentKey keyOf(IndexOperation step) {
        return new DocumentKey(step.documentId(), step.tenant());
    }
}
