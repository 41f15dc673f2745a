package io.millrace.benchmark.ingest.system;

import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

    /** A point of a text. */
    public static PointStruct point(String id, String text, float[] vector) {
        return PointStruct.newBuilder()
                .setId(PointIdFactory.id(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))))
                .setVectors(VectorsFactory.vectors(vector))
                .putAllPayload(Map.of("text", ValueFactory.value(text)))
                .build();
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
