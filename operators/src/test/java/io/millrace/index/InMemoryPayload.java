package io.millrace.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.chunk.Chunk;
import io.millrace.chunk.Span;
import io.millrace.document.json.Json;

/** A chunk as a store's payload shows it to filters. */
final class InMemoryPayload {
    /** No field of a payload, but where filters on ids find them. */
    static final String ID = "#id";

    private InMemoryPayload() {}

    static ObjectNode of(InMemoryIndex.Entry entry) {
        Chunk chunk = entry.chunk();
        ObjectNode payload = Json.MAPPER
                .createObjectNode()
                .put(ID, chunk.id())
                .put(ChunkFields.DOCUMENT_ID, chunk.documentId())
                .put(ChunkFields.TENANT, chunk.tenant())
                .put(ChunkFields.KIND, chunk.kind().wireName())
                .put(ChunkFields.URI, chunk.uri())
                .put(ChunkFields.TITLE, chunk.title())
                .put(ChunkFields.CONTENT_TYPE, chunk.contentType())
                .put(ChunkFields.SOURCE, chunk.source())
                .put(ChunkFields.CHUNK_COUNT, chunk.chunkCount())
                .put(ChunkFields.TIMESTAMP, chunk.timestamp())
                .put(ChunkFields.ORDINAL, chunk.ordinal())
                .put(ChunkFields.START, chunk.start())
                .put(ChunkFields.END, chunk.end())
                .put(ChunkFields.PAGE, chunk.page())
                .put(ChunkFields.TEXT, chunk.text())
                .put(ChunkFields.TEXT_HASH, chunk.textHash())
                .put(ChunkFields.VERSION, chunk.version())
                .put(ChunkFields.REVISION, chunk.revision())
                .put(ChunkFields.INGESTED_AT, entry.ingestedAt().toString());
        Span parent = chunk.parent();
        if (parent != null) {
            payload.put(ChunkFields.PARENT_START, parent.start()).put(ChunkFields.PARENT_END, parent.end());
        }
        chunk.headings().forEach(payload.putArray(ChunkFields.HEADINGS)::add);
        payload.set(ChunkFields.METADATA, chunk.metadata().toObject());
        return payload;
    }
}
