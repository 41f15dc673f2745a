package io.millrace.local.command;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a collection on disk holds. */
final class StoredPoints {
    private static final int ALL = 100_000;

    private StoredPoints() {}

    /**
     * A point's content.
     *
     * @param payload all of it but when it was written
     * @param vector the dense vector
     */
    record Content(Map<String, Value> payload, List<Float> vector) {}

    /** The points by id. */
    static Map<String, Content> read(Path data, String collection) throws Exception {
        try (EmbeddedQdrant store = EmbeddedQdrant.start(data.resolve("qdrant"), 0, null);
                QdrantClient client = new QdrantClient(QdrantGrpcClient.newBuilder(
                                Grpc.newChannelBuilder("127.0.0.1:" + store.port(), InsecureChannelCredentials.create())
                                        .maxInboundMessageSize(Integer.MAX_VALUE)
                                        .build(),
                                true)
                        .build())) {
            Map<String, Content> points = new TreeMap<>();
            List<RetrievedPoint> found = client.scrollAsync(ScrollPoints.newBuilder()
                            .setCollectionName(collection)
                            .setLimit(ALL)
                            .setWithPayload(WithPayloadSelectorFactory.enable(true))
                            .setWithVectors(WithVectorsSelectorFactory.enable(true))
                            .build())
                    .get()
                    .getResultList();
            for (RetrievedPoint point : found) {
                Map<String, Value> payload = new HashMap<>(point.getPayloadMap());
                payload.remove("ingestedAt");
                points.put(
                        point.getId().getUuid(),
                        new Content(
                                payload,
                                point.getVectors()
                                        .getVectors()
                                        .getVectorsOrThrow("dense")
                                        .getDense()
                                        .getDataList()));
            }
            return points;
        }
    }
}
