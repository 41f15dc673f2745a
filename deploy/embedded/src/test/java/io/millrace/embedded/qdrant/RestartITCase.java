package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.uuid;
import static io.qdrant.client.ConditionFactory.matchText;
import static io.qdrant.client.PointIdFactory.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartITCase {

    private static final String UUID = "550e8400-e29b-41d4-a716-446655440000";

    @TempDir
    Path data;

    @BeforeAll
    static void needTheEmbeddedStore() {
        Assumptions.assumeTrue(RunningServer.externalUrl() == null, "a real server isn't restarted");
    }

    @Test
    void keepsCollectionsWithTheirSettings() {
        CollectionInfo before;
        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            TestCollection documents = fill(connection.client());
            before = documents.info();
        }

        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            CollectionInfo after = new TestCollection(connection.client(), "documents").info();
            assertThat(after.getConfig()).isEqualTo(before.getConfig());
            assertThat(after.getPayloadSchemaMap()).isEqualTo(before.getPayloadSchemaMap());
            assertThat(after.getPointsCount()).isEqualTo(3);
            assertThat(answer(connection.client().listCollectionsAsync()))
                    .containsExactlyInAnyOrder("documents", "empty");
        }
    }

    @Test
    void keepsPointsAsTheyWere() {
        List<RetrievedPoint> before;
        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            before = fill(connection.client()).get(List.of(id(1), id(2), id(3), uuid(UUID)));
        }

        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            var documents = new TestCollection(connection.client(), "documents");
            assertThat(before).hasSize(3);
            assertThat(documents.get(List.of(id(1), id(2), id(3), uuid(UUID)))).isEqualTo(before);
            assertThat(hits(documents.query(
                            documents.near(1, 0).setUsing("text").setLimit(1))))
                    .containsExactly(1L);
            assertThat(documents.ids(must(matchText("body", "WORLD hello")))).containsExactly(1L);
        }
    }

    @Test
    void keepsAliases() {
        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            fill(connection.client());
        }

        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            assertThat(new TestCollection(connection.client(), "current").get(ids(1, 2)))
                    .hasSize(2);
            assertThat(answer(connection.client().listCollectionAliasesAsync("documents")))
                    .containsExactly("current");
        }
    }

    @Test
    void keepsWritesThatWereOnlyAcknowledged() {
        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            fill(connection.client());
            answer(connection
                    .client()
                    .upsertAsync(UpsertPoints.newBuilder()
                            .setCollectionName("documents")
                            .addPoints(point(id(50), payload(), named(Map.of())))
                            .build()));
        }

        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            assertThat(new TestCollection(connection.client(), "documents").get(ids(50)))
                    .hasSize(1);
        }
    }

    @Test
    void goesOnAfterManyRestarts() {
        for (int i = 0; i < 5; i++) {
            try (var store = EmbeddedQdrant.start(data, 0, null);
                    var connection = Connection.to(store.url(), null)) {
                var points = new TestCollection(connection.client(), "points");
                if (i == 0) {
                    answer(connection
                            .client()
                            .createCollectionAsync(points.name(), QdrantServer.params(2, Distance.Dot)));
                }
                points.upsert(point(i, payload("round", i), i, 1), point(99, payload("round", i), 1, i));
                assertThat(points.ids()).hasSize(i + 2);
                assertThat(points.get(99).getPayloadMap()).isEqualTo(payload("round", i));
            }
        }
    }

    private static TestCollection fill(QdrantClient client) {
        var documents = new TestCollection(client, "documents");
        answer(client.createCollectionAsync(CreateCollection.newBuilder()
                .setCollectionName("documents")
                .setVectorsConfig(VectorsConfig.newBuilder()
                        .setParamsMap(VectorParamsMap.newBuilder()
                                .putMap("text", QdrantServer.params(2, Distance.Cosine))
                                .putMap("image", QdrantServer.params(3, Distance.Euclid))))
                .putAllMetadata(payload("embedding", object("model", "minilm", "dim", 2)))
                .build()));
        answer(client.createCollectionAsync("empty", QdrantServer.params(4, Distance.Manhattan)));
        answer(client.createAliasAsync("current", "documents"));
        documents.index("body", FieldType.FieldTypeText);
        documents.index("n", FieldType.FieldTypeInteger);
        documents.upsert(
                point(
                        id(1),
                        payload("body", "Hello world", "n", 1, "x", array(1, 1.0, NULL)),
                        named(Map.of("text", new float[] {3, 4}, "image", new float[] {1, 2, 3}))),
                point(id(2), payload("n", 2), named(Map.of("text", new float[] {-1, 0}))),
                point(id(3), payload("n", 3), named(Map.of())),
                point(uuid(UUID), payload("n", 4), named(Map.of("image", new float[] {4, 5, 6}))));
        answer(client.deleteAsync("documents", ids(3)));
        return documents;
    }
}
