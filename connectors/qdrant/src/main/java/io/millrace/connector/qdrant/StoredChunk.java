package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.Span;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.index.ChunkFields;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A point's payload read back as the chunk that it was written from. */
final class StoredChunk {
    private static final Logger LOG = LoggerFactory.getLogger(StoredChunk.class);

    private final String id;
    private final Map<String, Value> payload;

    private StoredChunk(String id, Map<String, Value> payload) {
        this.id = id;
        this.payload = payload;
    }

    /** The chunk, or null when something else wrote the point: its payload lacks a field, or has another type in it. */
    static @Nullable Chunk read(PointId pointId, Map<String, Value> payload) {
        String id = id(pointId);
        try {
            return new StoredChunk(id, payload).chunk();
        } catch (IllegalArgumentException e) {
            LOG.debug("Point {} was not written by Millrace: {}", id, e.getMessage());
            return null;
        }
    }

    /** A point's id as text; others' may be numbers. */
    static String id(PointId pointId) {
        return pointId.hasUuid() ? pointId.getUuid() : Long.toUnsignedString(pointId.getNum());
    }

    private Chunk chunk() {
        return new Chunk(
                id,
                text(ChunkFields.DOCUMENT_ID),
                textOrNull(ChunkFields.TENANT),
                Kind.fromWireName(text(ChunkFields.KIND)),
                textOrNull(ChunkFields.URI),
                textOrNull(ChunkFields.TITLE),
                text(ChunkFields.CONTENT_TYPE),
                text(ChunkFields.SOURCE),
                texts(ChunkFields.HEADINGS),
                number(ChunkFields.ORDINAL),
                number(ChunkFields.CHUNK_COUNT),
                number(ChunkFields.START),
                number(ChunkFields.END),
                payload.containsKey(ChunkFields.PAGE) ? number(ChunkFields.PAGE) : null,
                payload.containsKey(ChunkFields.PARENT_START)
                        ? new Span(number(ChunkFields.PARENT_START), number(ChunkFields.PARENT_END))
                        : null,
                text(ChunkFields.TEXT),
                text(ChunkFields.TEXT_HASH),
                whole(ChunkFields.VERSION),
                whole(ChunkFields.TIMESTAMP),
                text(ChunkFields.REVISION),
                Metadata.of(PayloadValues.toJson(required(ChunkFields.METADATA))));
    }

    private String text(String field) {
        return text(field, required(field));
    }

    private @Nullable String textOrNull(String field) {
        Value value = payload.get(field);
        return value == null ? null : text(field, value);
    }

    private List<String> texts(String field) {
        return required(field).getListValue().getValuesList().stream()
                .map(value -> text(field, value))
                .toList();
    }

    private int number(String field) {
        long value = whole(field);
        if (value != (int) value) {
            throw new IllegalArgumentException("its '%s' is no 32-bit integer".formatted(field));
        }
        return (int) value;
    }

    private long whole(String field) {
        Value value = required(field);
        if (!value.hasIntegerValue()) {
            throw new IllegalArgumentException("its '%s' is no integer".formatted(field));
        }
        return value.getIntegerValue();
    }

    private Value required(String field) {
        Value value = payload.get(field);
        if (value == null) {
            throw new IllegalArgumentException("it has no '%s'".formatted(field));
        }
        return value;
    }

    private static String text(String field, Value value) {
        if (!value.hasStringValue()) {
            throw new IllegalArgumentException("its '%s' is no string".formatted(field));
        }
        return value.getStringValue();
    }
}
