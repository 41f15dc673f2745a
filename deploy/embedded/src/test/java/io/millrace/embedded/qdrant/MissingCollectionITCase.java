package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.selector;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.DeletePoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method that names a collection refuses a missing one in the same words. */
class MissingCollectionITCase {

    /** A call that names a collection. */
    private interface Call extends BiFunction<QdrantClient, String, ListenableFuture<?>> {}

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @ParameterizedTest
    @MethodSource("calls")
    void isRefused(Call call) {
        String missing = qdrant.name();

        Refusal refusal = refusal(call.apply(qdrant.client(), missing));

        assertThat(refusal).isEqualTo(Refusal.missingCollection(missing));
    }

    static Stream<Named<Call>> calls() {
        return Stream.of(
                Named.of("get", (client, name) -> client.getCollectionInfoAsync(name)),
                Named.of(
                        "update",
                        (client, name) -> client.updateCollectionAsync(UpdateCollection.newBuilder()
                                .setCollectionName(name)
                                .putAllMetadata(payload("a", 1))
                                .build())),
                Named.of(
                        "create index",
                        (client, name) -> client.createPayloadIndexAsync(
                                name, "field", PayloadSchemaType.Keyword, null, true, null, null)),
                Named.of(
                        "delete index",
                        (client, name) -> client.deletePayloadIndexAsync(name, "field", true, null, null)),
                Named.of("upsert", (client, name) -> client.upsertAsync(name, List.of(point(1, payload(), 1, 2)))),
                Named.of(
                        "upsert without waiting",
                        (client, name) -> client.upsertAsync(UpsertPoints.newBuilder()
                                .setCollectionName(name)
                                .addPoints(point(1, payload(), 1, 2))
                                .build())),
                Named.of("retrieve", (client, name) -> client.retrieveAsync(name, ids(1), true, true, null)),
                Named.of("delete by ids", (client, name) -> client.deleteAsync(name, ids(1))),
                Named.of("delete by filter", (client, name) -> client.deleteAsync(name, must(hasId(id(1))))),
                Named.of(
                        "set payload",
                        (client, name) -> client.setPayloadAsync(name, payload("a", 1), ids(1), true, null, null)),
                Named.of(
                        "overwrite payload",
                        (client, name) ->
                                client.overwritePayloadAsync(name, payload("a", 1), ids(1), true, null, null)),
                Named.of(
                        "delete payload",
                        (client, name) -> client.deletePayloadAsync(name, List.of("a"), ids(1), true, null, null)),
                Named.of("clear payload", (client, name) -> client.clearPayloadAsync(name, ids(1), true, null, null)),
                Named.of(
                        "update vectors",
                        (client, name) -> client.updateVectorsAsync(
                                name,
                                List.of(PointVectors.newBuilder()
                                        .setId(id(1))
                                        .setVectors(vectors(1, 2))
                                        .build()))),
                Named.of("delete vectors", (client, name) -> client.deleteVectorsAsync(name, List.of("a"), ids(1))),
                Named.of(
                        "scroll",
                        (client, name) -> client.scrollAsync(ScrollPoints.newBuilder()
                                .setCollectionName(name)
                                .build())),
                Named.of("count", (client, name) -> client.countAsync(name)),
                Named.of("query", (client, name) -> client.queryAsync(nearTo(name))),
                Named.of("query batch", (client, name) -> client.queryBatchAsync(name, List.of(nearTo(name)))),
                Named.of(
                        "update batch",
                        (client, name) -> client.batchUpdateAsync(
                                name,
                                List.of(PointsUpdateOperation.newBuilder()
                                        .setDeletePoints(
                                                DeletePoints.newBuilder().setPoints(selector(1)))
                                        .build()))));
    }

    private static QueryPoints nearTo(String name) {
        return QueryPoints.newBuilder()
                .setCollectionName(name)
                .setQuery(nearest(1, 2))
                .build();
    }
}
