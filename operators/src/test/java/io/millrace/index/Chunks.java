package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.ChunkId;
import io.millrace.chunk.Span;
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

    /** The chunk as it is where its document is read from another source. */
    public static Chunk of(String source, Chunk chunk) {
        return with(source, chunk.uri(), chunk.title(), chunk);
    }

    /** The chunk with other fields that it shares with its document. */
    public static Chunk with(String source, @Nullable String uri, @Nullable String title, Chunk chunk) {
        return with(source, uri, title, chunk.chunkCount(), chunk);
    }

    private static Chunk with(
            String source, @Nullable String uri, @Nullable String title, int chunkCount, Chunk chunk) {
        return new Chunk(
                chunk.id(),
                chunk.documentId(),
                chunk.tenant(),
                chunk.kind(),
                uri,
                title,
                chunk.contentType(),
                source,
                chunk.headings(),
                chunk.ordinal(),
                chunkCount,
                chunk.start(),
                chunk.end(),
                chunk.page(),
                chunk.parent(),
                chunk.text(),
                chunk.textHash(),
                chunk.version(),
                chunk.timestamp(),
                chunk.revision(),
                chunk.metadata());
    }

    /** The chunk as one of so many of its document. */
    public static Chunk ofMany(int chunkCount, Chunk chunk) {
        return with(chunk.source(), chunk.uri(), chunk.title(), chunkCount, chunk);
    }

    /** The chunk at another place: as far on in its document as there are chunks before it. */
    public static Chunk at(int ordinal, Chunk chunk) {
        return new Chunk(
                chunk.id(),
                chunk.documentId(),
                chunk.tenant(),
                chunk.kind(),
                chunk.uri(),
                chunk.title(),
                chunk.contentType(),
                chunk.source(),
                List.of("heading " + ordinal),
                ordinal,
                chunk.chunkCount(),
                1_000 * ordinal,
                1_000 * ordinal + chunk.text().length(),
                ordinal + 1,
                new Span(1_000 * ordinal, 1_000 * ordinal + 500),
                chunk.text(),
                chunk.textHash(),
                chunk.version(),
                chunk.timestamp(),
                chunk.revision(),
                chunk.metadata());
    }

    /** The operation that writes the chunk with the vector. */
    public static IndexOperation put(Chunk chunk, float... vector) {
        return IndexOperation.put(ORIGIN, chunk).withVector(new Vector(vector));
    }
}
