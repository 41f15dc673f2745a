package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.eventually;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.selector;
import static io.millrace.embedded.qdrant.TestPoints.vectorOf;
import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.ClearPayload;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.DeletePayload;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.DeletePoints;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.DeleteVectors;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.OverwritePayload;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.PointStructList;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.SetPayload;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.UpdateVectors;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.VectorsSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpdateBatchITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void makeCollection() {
        collection = qdrant.collection(2, Distance.Dot);
    }

    @Test
    void appliesOperationsInTheirOrder() {
        List<UpdateResult> results = batch(
                upsert(point(1, payload("n", 1), 1, 1), point(2, payload("n", 2), 2, 2), point(3, payload(), 3, 3)),
                PointsUpdateOperation.newBuilder()
                        .setSetPayload(SetPayload.newBuilder()
                                .putAllPayload(payload("set", true))
                                .setPointsSelector(selector(1)))
                        .build(),
                PointsUpdateOperation.newBuilder()
                        .setOverwritePayload(OverwritePayload.newBuilder()
                                .putAllPayload(payload("over", true, "gone", true))
                                .setPointsSelector(selector(2)))
                        .build(),
                PointsUpdateOperation.newBuilder()
                        .setDeletePayload(
                                DeletePayload.newBuilder().addKeys("gone").setPointsSelector(selector(2)))
                        .build(),
                PointsUpdateOperation.newBuilder()
                        .setDeletePoints(DeletePoints.newBuilder().setPoints(selector(3)))
                        .build());

        assertThat(results).hasSize(5).extracting(UpdateResult::getStatus).containsOnly(UpdateStatus.Completed);
        assertThat(collection.ids()).containsExactly(1L, 2L);
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("n", 1, "set", true));
        assertThat(collection.get(2).getPayloadMap()).isEqualTo(payload("over", true));
    }

    @Test
    void clearsPayloadsAndChangesVectors() {
        TestCollection vectors = qdrant.collection(
                Map.of("a", QdrantServer.params(2, Distance.Dot), "b", QdrantServer.params(2, Distance.Dot)));
        PointStruct original =
                point(id(1), payload("n", 1), named(Map.of("a", new float[] {1, 1}, "b", new float[] {2, 2})));

        answer(qdrant.client()
                .batchUpdateAsync(
                        vectors.name(),
                        List.of(
                                upsert(original),
                                PointsUpdateOperation.newBuilder()
                                        .setClearPayload(
                                                ClearPayload.newBuilder().setPoints(selector(1)))
                                        .build(),
                                PointsUpdateOperation.newBuilder()
                                        .setUpdateVectors(UpdateVectors.newBuilder()
                                                .addPoints(PointVectors.newBuilder()
                                                        .setId(id(1))
                                                        .setVectors(named(Map.of("a", new float[] {9, 9})))))
                                        .build(),
                                PointsUpdateOperation.newBuilder()
                                        .setDeleteVectors(DeleteVectors.newBuilder()
                                                .setPointsSelector(selector(1))
                                                .setVectors(VectorsSelector.newBuilder()
                                                        .addNames("b")))
                                        .build())));

        assertThat(vectors.get(1).getPayloadMap()).isEmpty();
        assertThat(vectors.get(1).getVectors().getVectors().getVectorsMap()).containsOnlyKeys("a");
        assertThat(vectorOf(vectors.get(1), "a")).containsExactly(9f, 9f);
    }

    @Test
    void replacesADocumentWithoutAGap() {
        batch(upsert(
                point(1, payload("doc", "x", "revision", "old"), 1, 1),
                point(2, payload("doc", "x", "revision", "old"), 2, 2),
                point(9, payload("doc", "y", "revision", "old"), 9, 9)));

        var stale = must(matchKeyword("doc", "x"), filter(mustNot(matchKeyword("revision", "new"))));
        batch(
                upsert(
                        point(2, payload("doc", "x", "revision", "new"), 2, 2),
                        point(3, payload("doc", "x", "revision", "new"), 3, 3)),
                PointsUpdateOperation.newBuilder()
                        .setDeletePoints(DeletePoints.newBuilder()
                                .setPoints(PointsSelector.newBuilder().setFilter(stale)))
                        .build());

        assertThat(collection.ids()).containsExactly(2L, 3L, 9L);
    }

    @Test
    void stopsAtTheFirstFailureAndKeepsWhatCameBefore() {
        Refusal refusal = refusal(qdrant.client()
                .batchUpdateAsync(
                        collection.name(),
                        List.of(
                                upsert(point(1, payload(), 1, 1)),
                                PointsUpdateOperation.newBuilder()
                                        .setSetPayload(SetPayload.newBuilder()
                                                .putAllPayload(payload("n", 1))
                                                .setPointsSelector(selector(99)))
                                        .build(),
                                upsert(point(2, payload(), 2, 2)))));

        assertThat(refusal).isEqualTo(Refusal.notFound("Not found: No point with id 99 found"));
        assertThat(collection.ids()).containsExactly(1L);
    }

    @Test
    void isAcknowledgedWhenItDoesNotWait() {
        var request = UpdateBatchPoints.newBuilder()
                .setCollectionName(collection.name())
                .addOperations(upsert(point(1, payload(), 1, 1)))
                .addOperations(upsert(point(2, payload(), 2, 2)))
                .build();

        List<UpdateResult> results = answer(
                        qdrant.client().grpcClient().points().updateBatch(request))
                .getResultList();

        assertThat(results).hasSize(2).extracting(UpdateResult::getStatus).containsOnly(UpdateStatus.Acknowledged);
        eventually("both points are there", () -> collection.ids().equals(List.of(1L, 2L)));
    }

    private List<UpdateResult> batch(PointsUpdateOperation... operations) {
        return answer(qdrant.client().batchUpdateAsync(collection.name(), List.of(operations)));
    }

    private static PointsUpdateOperation upsert(PointStruct... points) {
        return PointsUpdateOperation.newBuilder()
                .setUpsert(PointStructList.newBuilder().addAllPoints(List.of(points)))
                .build();
    }
}
