package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Vector;
import io.millrace.index.ChunkFields;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.NamedVectors;
import io.qdrant.client.grpc.Points.PointStruct;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Chunks as points. Every vector and the whole payload go along each time, since Qdrant 1.18 may keep what an upsert
 * leaves out. A field whose value is null is left out.
 */
final class ChunkPoints {
    /** Named, so that other vectors can join it. */
    static final String VECTOR = "dense";

    private ChunkPoints() {}

    /** The point; {@code ingestedAt} is written in RFC 3339. */
    static PointStruct write(Chunk chunk, Vector vector, Instant ingestedAt) {
        PointStruct.Builder point = PointStruct.newBuilder()
                .setId(PointId.newBuilder().setUuid(chunk.id()))
                .setVectors(Points.Vectors.newBuilder()
                        .setVectors(NamedVectors.newBuilder()
                                .putVectors(
                                        VECTOR,
                                        Points.Vector.newBuilder()
                                                .setDense(dense(vector))
                                                .build())));
        text(point, ChunkFields.DOCUMENT_ID, chunk.documentId());
        text(point, ChunkFields.TENANT, chunk.tenant());
        text(point, ChunkFields.KIND, chunk.kind().wireName());
        text(point, ChunkFields.URI, chunk.uri());
        text(point, ChunkFields.TITLE, chunk.title());
        text(point, ChunkFields.CONTENT_TYPE, chunk.contentType());
        text(point, ChunkFields.TEXT, chunk.text());
        text(point, ChunkFields.TEXT_HASH, chunk.textHash());
        text(point, ChunkFields.REVISION, chunk.revision());
        text(point, ChunkFields.INGESTED_AT, ingestedAt.toString());
        whole(point, ChunkFields.ORDINAL, chunk.ordinal());
        whole(point, ChunkFields.START, chunk.start());
        whole(point, ChunkFields.END, chunk.end());
        whole(point, ChunkFields.VERSION, chunk.version());
        if (chunk.page() != null) {
            whole(point, ChunkFields.PAGE, chunk.page());
        }
        return point.putPayload(ChunkFields.HEADINGS, PayloadValues.texts(chunk.headings()))
                .putPayload(
                        ChunkFields.METADATA, PayloadValues.of(chunk.metadata().toObject()))
                .build();
    }

    static DenseVector dense(Vector vector) {
        DenseVector.Builder dense = DenseVector.newBuilder();
        for (float value : vector.values()) {
            dense.addData(value);
        }
        return dense.build();
    }

    private static void text(PointStruct.Builder point, String field, @Nullable String value) {
        if (value != null) {
            point.putPayload(field, ValueFactory.value(value));
        }
    }

    private static void whole(PointStruct.Builder point, String field, long value) {
        point.putPayload(field, ValueFactory.value(value));
    }
}
