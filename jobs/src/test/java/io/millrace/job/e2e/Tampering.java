package io.millrace.job.e2e;

import io.qdrant.client.ConditionFactory;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Changes a collection behind Millrace's back, with Qdrant's plain client. */
final class Tampering implements AutoCloseable {
    private final QdrantClient client;
    private final String collection;

    Tampering(int port, String collection) {
        this.client = new QdrantClient(
                QdrantGrpcClient.newBuilder("127.0.0.1", port, false).build());
        this.collection = collection;
    }

    /** Removes a point. */
    void delete(String id) {
        get(client.deleteAsync(collection, List.of(PointIdFactory.id(UUID.fromString(id)))));
    }

    /** Writes one payload field of every point of a document. */
    void set(String documentId, String field, Value value) {
        setWhere("documentId", documentId, field, value);
    }

    /** Writes one payload field of every point that has this in another. */
    void setWhere(String keyword, String having, String field, Value value) {
        get(client.setPayloadAsync(
                collection,
                Map.of(field, value),
                Filter.newBuilder()
                        .addMust(ConditionFactory.matchKeyword(keyword, having))
                        .build(),
                true,
                null,
                null));
    }

    /** Writes a point's content once more under an id of its own, with some fields changed. */
    void copy(String id, Map<String, Value> changes) {
        RetrievedPoint point = get(client.retrieveAsync(
                        collection, List.of(PointIdFactory.id(UUID.fromString(id))), true, true, null))
                .get(0);
        Map<String, Value> payload = new HashMap<>(point.getPayloadMap());
        payload.putAll(changes);
        Points.Vector dense = Points.Vector.newBuilder()
                .setDense(Points.DenseVector.newBuilder()
                        .addAllData(point.getVectors()
                                .getVectors()
                                .getVectorsOrThrow("dense")
                                .getDense()
                                .getDataList()))
                .build();
        get(client.upsertAsync(
                collection,
                List.of(PointStruct.newBuilder()
                        .setId(PointIdFactory.id(UUID.randomUUID()))
                        .setVectors(Points.Vectors.newBuilder()
                                .setVectors(Points.NamedVectors.newBuilder().putVectors("dense", dense)))
                        .putAllPayload(payload)
                        .build())));
    }

    static Value text(String text) {
        return ValueFactory.value(text);
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the store refused", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while tampering", e);
        }
    }
}
