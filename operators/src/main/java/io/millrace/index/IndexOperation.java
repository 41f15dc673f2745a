package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import io.millrace.embed.Vector;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One step towards the index holding what a document should be. Steps of one document are applied in order: what stays
 * and what is new, then {@code COMPLETE}, which removes what earlier states left; so a reader never finds the document
 * missing.
 *
 * @param type what to do
 * @param origin the record that this came from
 * @param documentId the document
 * @param tenant whose it is; null on a DELETE means whoever's
 * @param revision of COMPLETE and DONE: the state whose chunks stay, empty when none does; empty on a DELETE
 * @param chunk of PUT, MOVE and KEEP: the chunk; null otherwise
 * @param vector of PUT, once embedded: its vector; null otherwise
 * @param document of COMPLETE and DONE: the document as its source stated it, for its dead letter; null when it is too large to
 *     carry, and otherwise
 */
public record IndexOperation(
        Type type,
        Origin origin,
        String documentId,
        @Nullable String tenant,
        String revision,
        @Nullable Chunk chunk,
        @Nullable Vector vector,
        @Nullable IncomingDocument document)
        implements Serializable {

    /** What to do. */
    public enum Type {
        /** Write one chunk, replacing the point of its id. */
        PUT,
        /** The index holds the chunk's vector; write its whole payload. */
        MOVE,
        /** The index holds the chunk at its place; write what it shares with its document. */
        KEEP,
        /** Remove every chunk of the document and tenant whose revision is another. */
        COMPLETE,
        /** The index holds nothing else of the document: nothing to do but to end the change. */
        DONE,
        /** Remove every chunk of the document. */
        DELETE;

        /** Whether it is the last step of a change. */
        public boolean endsChange() {
            return this == COMPLETE || this == DONE || this == DELETE;
        }
    }

    public static IndexOperation put(Origin origin, Chunk chunk) {
        return of(Type.PUT, origin, chunk);
    }

    public static IndexOperation move(Origin origin, Chunk chunk) {
        return of(Type.MOVE, origin, chunk);
    }

    public static IndexOperation keep(Origin origin, Chunk chunk) {
        return of(Type.KEEP, origin, chunk);
    }

    public static IndexOperation complete(Origin origin, String documentId, @Nullable String tenant, String revision) {
        return new IndexOperation(Type.COMPLETE, origin, documentId, tenant, revision, null, null, null);
    }

    public static IndexOperation done(Origin origin, String documentId, @Nullable String tenant, String revision) {
        return new IndexOperation(Type.DONE, origin, documentId, tenant, revision, null, null, null);
    }

    public static IndexOperation delete(Origin origin, String documentId, @Nullable String tenant) {
        return new IndexOperation(Type.DELETE, origin, documentId, tenant, "", null, null, null);
    }

    /** Deletes nobody's document alone: no chunk is of the state that stays. */
    public static IndexOperation deleteNobodys(Origin origin, String documentId) {
        return complete(origin, documentId, null, "");
    }

    public IndexOperation withVector(Vector embedding) {
        return new IndexOperation(type, origin, documentId, tenant, revision, chunk, embedding, document);
    }

    public IndexOperation withDocument(@Nullable IncomingDocument stated) {
        return new IndexOperation(type, origin, documentId, tenant, revision, chunk, vector, stated);
    }

    /** Whether it leaves nothing of the document. */
    public boolean deletes() {
        return type == Type.DELETE || (type == Type.COMPLETE && revision.isEmpty());
    }

    private static IndexOperation of(Type type, Origin origin, Chunk chunk) {
        return new IndexOperation(
                type, origin, chunk.documentId(), chunk.tenant(), chunk.revision(), chunk, null, null);
    }
}
