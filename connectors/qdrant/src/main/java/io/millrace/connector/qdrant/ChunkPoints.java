package io.millrace.connector.qdrant;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.chunk.Chunk;
import io.millrace.chunk.Span;
import io.millrace.embed.Vector;
import io.millrace.index.ChunkFields;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chunks as points. Every vector and the whole payload go along each time, since Qdrant 1.18 may keep what an upsert
 * leaves out. A field whose value is null is left out.
 */
final class ChunkPoints {
    private ChunkPoints() {}

    /** The point; {@code ingestedAt} is written in RFC 3339. */
    static PointStruct write(Chunk chunk, Target target, Vector vector, Instant ingestedAt) {
        WordVectors words = target.words();
        return PointStruct.newBuilder()
                .setId(PointId.newBuilder().setUuid(chunk.id()))
                .setVectors(target.vector().of(dense(vector), words == null ? null : words.of(chunk)))
                .putAllPayload(payload(chunk, ingestedAt))
                .build();
    }

    /** The chunk's whole payload. */
    static Map<String, Value> payload(Chunk chunk, Instant ingestedAt) {
        Map<String, Value> payload = new HashMap<>(shared(chunk, ingestedAt));
        text(payload, ChunkFields.DOCUMENT_ID, chunk.documentId());
        text(payload, ChunkFields.TENANT, chunk.tenant());
        text(payload, ChunkFields.TEXT, chunk.text());
        text(payload, ChunkFields.TEXT_HASH, chunk.textHash());
        whole(payload, ChunkFields.ORDINAL, chunk.ordinal());
        whole(payload, ChunkFields.START, chunk.start());
        whole(payload, ChunkFields.END, chunk.end());
        if (chunk.page() != null) {
            whole(payload, ChunkFields.PAGE, chunk.page());
        }
        Span parent = chunk.parent();
        if (parent != null) {
            whole(payload, ChunkFields.PARENT_START, parent.start());
            whole(payload, ChunkFields.PARENT_END, parent.end());
        }
        payload.put(ChunkFields.HEADINGS, PayloadValues.texts(chunk.headings()));
        return payload;
    }

    /** The part of the payload that is the same in all chunks of a document's state; see {@link #absent}. */
    static Map<String, Value> shared(Chunk chunk, Instant ingestedAt) {
        Map<String, Value> payload = new HashMap<>();
        text(payload, ChunkFields.KIND, chunk.kind().wireName());
        text(payload, ChunkFields.URI, chunk.uri());
        text(payload, ChunkFields.TITLE, chunk.title());
        text(payload, ChunkFields.CONTENT_TYPE, chunk.contentType());
        text(payload, ChunkFields.SOURCE, chunk.source());
        text(payload, ChunkFields.REVISION, chunk.revision());
        text(payload, ChunkFields.INGESTED_AT, ingestedAt.toString());
        whole(payload, ChunkFields.CHUNK_COUNT, chunk.chunkCount());
        whole(payload, ChunkFields.VERSION, chunk.version());
        whole(payload, ChunkFields.TIMESTAMP, chunk.timestamp());
        payload.put(ChunkFields.METADATA, PayloadValues.of(chunk.metadata().toObject()));
        return payload;
    }

    /** The shared fields that the chunk has no value for: an earlier state's must go. */
    static List<String> absent(Chunk chunk) {
        List<String> absent = new ArrayList<>();
        if (chunk.uri() == null) {
            absent.add(ChunkFields.URI);
        }
        if (chunk.title() == null) {
            absent.add(ChunkFields.TITLE);
        }
        return absent;
    }

    /**
     * The vector's components as one block of bytes: what protobuf's encoding of packed floats is, IEEE 754 and
     * little-endian, and what writing a vector otherwise spends most of its time on, one component after another. So
     * {@code getDataList} of this message is empty until it was sent and read.
     */
    static DenseVector dense(Vector vector) {
        ByteBuffer components =
                ByteBuffer.allocate(Float.BYTES * vector.dimension()).order(ByteOrder.LITTLE_ENDIAN);
        components.asFloatBuffer().put(vector.values());
        UnknownFieldSet.Field data = UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(UnsafeByteOperations.unsafeWrap(components))
                .build();
        return DenseVector.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(DenseVector.DATA_FIELD_NUMBER, data)
                        .build())
                .build();
    }

    private static void text(Map<String, Value> payload, String field, @Nullable String value) {
        if (value != null) {
            payload.put(field, ValueFactory.value(value));
        }
    }

    private static void whole(Map<String, Value> payload, String field, long value) {
        payload.put(field, ValueFactory.value(value));
    }
}
