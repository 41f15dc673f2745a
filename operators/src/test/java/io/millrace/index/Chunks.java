package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.ChunkId;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.embed.Vector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chunks for tests, of few words: what isn't given is plain, and the id follows from what is. */
public final class Chunks {
    /** Where the operations of tests come from. */
    public static final Origin ORIGIN = Origin.ofTopic("documents", 0, 7, 1_700_000_000_000L);

    private Chunks() {}

    /** A chunk of nobody's document, in revision {@code r1}. */
    public static Chunk chunk(String documentId, String text) {
        return chunk(documentId, null, "r1", text, Metadata.EMPTY);
    }

    /** A chunk with all that tells chunks of a test apart. */
    public static Chunk chunk(
            String documentId, @Nullable String tenant, String revision, String text, Metadata metadata) {
        String hash = ChunkId.hash(text);
        return new Chunk(
                ChunkId.of(tenant, documentId, hash, 0),
                documentId,
                tenant,
                Kind.DOCUMENT,
                null,
                null,
                "text/plain",
                "topic:documents",
                List.of(),
                0,
                1,
                0,
                text.length(),
                null,
                null,
                text,
                hash,
                1,
                ORIGIN.timestamp(),
                revision,
                metadata);
    }

    /** The operation that writes the chunk with the vector. */
    public static IndexOperation put(Chunk chunk, float... vector) {
        return IndexOperation.put(ORIGIN, chunk).withVector(new Vector(vector));
    }
}
