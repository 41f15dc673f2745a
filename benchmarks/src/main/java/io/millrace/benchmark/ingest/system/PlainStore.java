package io.millrace.benchmark.ingest.system;

import io.millrace.index.ChunkFields;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Points with a text, written by Qdrant's own client as its documentation does it. Safe for use by many threads. */
public final class PlainStore implements AutoCloseable {
    private final QdrantClient client;

    public PlainStore(URI url) {
        client = new QdrantClient(
                QdrantGrpcClient.newBuilder(url.getHost(), url.getPort(), false).build());
    }

    /** Makes a collection with one vector a point, without a name. */
    public void create(String collection, int dimensions) throws ExecutionException, InterruptedException {
        client.createCollectionAsync(
                        collection,
                        VectorParams.newBuilder()
                                .setDistance(Distance.Cosine)
                                .setSize(dimensions)
                                .build())
                .get();
    }

    /**
     * A point of a text, with a payload like a chunk's: as many fields, of like types and sizes. Else those who write
     * less would look fast.
     */
    public static PointStruct point(String id, String text, float[] vector) {
        return PointStruct.newBuilder()
                .setId(PointIdFactory.id(uuid(id)))
                .setVectors(VectorsFactory.vectors(vector))
                .putAllPayload(payload(id, text))
                .build();
    }

    private static Map<String, Value> payload(String id, String text) {
        Map<String, Value> payload = new HashMap<>();
        payload.put(ChunkFields.DOCUMENT_ID, ValueFactory.value(id));
        payload.put(ChunkFields.TEXT, ValueFactory.value(text));
        payload.put(ChunkFields.KIND, ValueFactory.value("document"));
        payload.put(ChunkFields.URI, ValueFactory.value("file:///corpus/" + id));
        payload.put(ChunkFields.TITLE, ValueFactory.value(id));
        payload.put(ChunkFields.CONTENT_TYPE, ValueFactory.value("text/plain"));
        payload.put(ChunkFields.SOURCE, ValueFactory.value("file:///corpus/"));
        payload.put(ChunkFields.TEXT_HASH, ValueFactory.value(uuid(text).toString()));
        payload.put(ChunkFields.REVISION, ValueFactory.value(uuid(id).toString()));
        payload.put(
                ChunkFields.INGESTED_AT,
                ValueFactory.value(Instant.ofEpochMilli(text.length()).toString()));
        payload.put(ChunkFields.HEADINGS, ValueFactory.list(List.of()));
        payload.put(
                ChunkFields.METADATA,
                Value.newBuilder().setStructValue(Struct.getDefaultInstance()).build());
        payload.put(ChunkFields.ORDINAL, ValueFactory.value(0));
        payload.put(ChunkFields.CHUNK_COUNT, ValueFactory.value(1));
        payload.put(ChunkFields.START, ValueFactory.value(0));
        payload.put(ChunkFields.END, ValueFactory.value(text.length()));
        payload.put(ChunkFields.VERSION, ValueFactory.value(text.length()));
        payload.put(ChunkFields.TIMESTAMP, ValueFactory.value(text.length()));
        return payload;
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes points and returns when they can be found. */
    public void write(String collection, List<PointStruct> points) throws ExecutionException, InterruptedException {
        client.upsertAsync(UpsertPoints.newBuilder()
                        .setCollectionName(collection)
                        .setWait(true)
                        .addAllPoints(points)
                        .build())
                .get();
    }

    /** How many points there are. */
    public long count(String collection) throws ExecutionException, InterruptedException {
        return client.countAsync(collection).get();
    }

    /** Deletes a collection. */
    public void delete(String collection) throws ExecutionException, InterruptedException {
        client.deleteCollectionAsync(collection).get();
    }

    @Override
    public void close() {
        client.close();
    }
}
