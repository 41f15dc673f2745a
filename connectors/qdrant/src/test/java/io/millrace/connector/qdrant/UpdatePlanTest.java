package io.millrace.connector.qdrant;

import static io.millrace.index.Chunks.ORIGIN;
import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.OperationCase;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UpdatePlanTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void makesNoRequestOfNothing() {
        assertThat(requests(List.of())).isEmpty();
    }

    @Test
    void writesManyDocumentsAndThenRemovesTheirLeftoversInOneRequest() {
        List<IndexOperation> operations = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            operations.add(put(chunk("d" + i, "text " + i), 1));
            operations.add(IndexOperation.complete(ORIGIN, "d" + i, null, "r1"));
        }

        List<UpdateBatchPoints> requests = requests(operations);

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getCollectionName()).isEqualTo("docs");
        assertThat(requests.get(0).getWait()).isTrue();
        assertThat(cases(requests.get(0))).containsExactly(OperationCase.UPSERT, OperationCase.DELETE_POINTS);
    }

    @Test
    void writesAgainAfterARemovalOfTheSameDocument() {
        List<UpdateBatchPoints> requests = requests(List.of(
                put(chunk("d", "one"), 1),
                IndexOperation.delete(ORIGIN, "d", null),
                put(chunk("d", "two"), 1),
                put(chunk("e", "three"), 1)));

        assertThat(requests).hasSize(1);
        assertThat(cases(requests.get(0)))
                .containsExactly(OperationCase.UPSERT, OperationCase.DELETE_POINTS, OperationCase.UPSERT);
    }

    @Test
    void splitsByPoints() {
        List<UpdateBatchPoints> requests = requests(IntStream.range(0, UpdateRequests.MAX_POINTS + 1)
                .mapToObj(i -> put(chunk("d", "text " + i), 1))
                .toList());

        assertThat(requests)
                .extracting(request -> points(request).size())
                .containsExactly(UpdateRequests.MAX_POINTS, 1);
    }

    @Test
    void splitsByBytes() {
        String megabyte = "x".repeat(1 << 20);
        List<UpdateBatchPoints> requests = requests(IntStream.range(0, 30)
                .mapToObj(i -> put(chunk("d", megabyte + i), 1))
                .toList());

        assertThat(requests).hasSize(3);
        assertThat(requests)
                .allSatisfy(request -> assertThat(request.getSerializedSize()).isLessThan(16 << 20));
    }

    @Test
    void givesAHugePointARequestForItself() {
        List<UpdateBatchPoints> requests = requests(List.of(
                put(chunk("d", "small"), 1),
                put(chunk("d", "x".repeat(13 << 20)), 1),
                IndexOperation.complete(ORIGIN, "d", null, "r1")));

        assertThat(requests)
                .extracting(UpdatePlanTest::cases)
                .containsExactly(
                        List.of(OperationCase.UPSERT),
                        List.of(OperationCase.UPSERT),
                        List.of(OperationCase.DELETE_POINTS));
    }

    @Test
    void splitsRemovalsSoThatNoFilterIsHuge() {
        List<UpdateBatchPoints> requests = requests(IntStream.range(0, 2 * UpdateRequests.MAX_REMOVALS + 1)
                .mapToObj(i -> IndexOperation.complete(ORIGIN, "d" + i, "t", "r1"))
                .toList());

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getOperationsList())
                .extracting(operation ->
                        operation.getDeletePoints().getPoints().getFilter().getShouldCount())
                .containsExactly(UpdateRequests.MAX_REMOVALS, UpdateRequests.MAX_REMOVALS, 0);
    }

    @Test
    void deletesWholeDocumentsByOneCondition() {
        List<UpdateBatchPoints> requests = requests(List.of(
                IndexOperation.delete(ORIGIN, "a", null),
                IndexOperation.delete(ORIGIN, "b", null),
                IndexOperation.delete(ORIGIN, "a", null)));

        assertThat(requests.get(0)
                        .getOperations(0)
                        .getDeletePoints()
                        .getPoints()
                        .getFilter()
                        .getShouldList())
                .singleElement()
                .satisfies(condition -> assertThat(
                                condition.getField().getMatch().getKeywords().getStringsList())
                        .containsExactly("a", "b"));
    }

    @Test
    void writesTheWholePayloadOfEachChunkThatMoved() {
        List<UpdateBatchPoints> requests = requests(List.of(move("one"), move("two")));

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getOperationsList())
                .extracting(operation -> operation
                        .getOverwritePayload()
                        .getPayloadOrThrow("text")
                        .getStringValue())
                .containsExactly("one", "two");
        assertThat(requests.get(0).getOperationsList())
                .allSatisfy(operation -> assertThat(
                                ids(operation.getOverwritePayload().getPointsSelector()))
                        .hasSize(1));
    }

    @Test
    void writesOnceWhatAllChunksThatStayShareAndRemovesWhatTheyNoLongerHave() {
        List<UpdateBatchPoints> requests = requests(List.of(keep("one"), move("two"), keep("three")));

        assertThat(requests).hasSize(1);
        assertThat(cases(requests.get(0)))
                .containsExactly(
                        OperationCase.OVERWRITE_PAYLOAD, OperationCase.SET_PAYLOAD, OperationCase.DELETE_PAYLOAD);
        var shared = requests.get(0).getOperations(1).getSetPayload();
        assertThat(ids(shared.getPointsSelector()))
                .containsExactly(chunk("d", "one").id(), chunk("d", "three").id());
        assertThat(shared.getPayloadMap())
                .containsOnlyKeys(
                        "kind",
                        "contentType",
                        "source",
                        "revision",
                        "ingestedAt",
                        "chunkCount",
                        "version",
                        "timestamp",
                        "metadata");
        var absent = requests.get(0).getOperations(2).getDeletePayload();
        assertThat(absent.getKeysList()).containsExactlyInAnyOrder("uri", "title");
        assertThat(ids(absent.getPointsSelector())).isEqualTo(ids(shared.getPointsSelector()));
    }

    @Test
    void groupsWhatStaysByTheStateOfTheDocument() {
        List<UpdateBatchPoints> requests =
                requests(List.of(titled("d", "one"), titled("e", "one"), titled("d", "two")));

        assertThat(cases(requests.get(0))).containsExactly(OperationCase.SET_PAYLOAD, OperationCase.SET_PAYLOAD);
        assertThat(requests.get(0).getOperationsList())
                .extracting(operation ->
                        ids(operation.getSetPayload().getPointsSelector()).size())
                .containsExactly(2, 1);
    }

    @Test
    void writesAllOfADocumentBeforeItRemovesWhateverTheOrderOfItsSteps() {
        List<UpdateBatchPoints> requests = requests(List.of(
                titled("d", "kept"),
                put(chunk("d", "new"), 1),
                move("moved"),
                IndexOperation.complete(ORIGIN, "d", null, "r1")));

        assertThat(cases(requests.get(0)))
                .containsExactly(
                        OperationCase.UPSERT,
                        OperationCase.OVERWRITE_PAYLOAD,
                        OperationCase.SET_PAYLOAD,
                        OperationCase.DELETE_POINTS);
    }

    @Test
    void movesAndKeepsAfterARemovalOfTheSameDocument() {
        List<UpdateBatchPoints> requests = requests(List.of(
                put(chunk("d", "one"), 1),
                IndexOperation.complete(ORIGIN, "d", null, "r1"),
                move("one"),
                IndexOperation.complete(ORIGIN, "d", null, "r2"),
                titled("d", "one")));

        assertThat(cases(requests.get(0)))
                .containsExactly(
                        OperationCase.UPSERT,
                        OperationCase.DELETE_POINTS,
                        OperationCase.OVERWRITE_PAYLOAD,
                        OperationCase.DELETE_POINTS,
                        OperationCase.SET_PAYLOAD);
    }

    @Test
    void writesOneChunkInTheOrderOfItsStepsThoughNothingIsRemovedBetween() {
        List<UpdateBatchPoints> requests = requests(
                List.of(titled("d", "one"), move("one"), put(chunk("d", "one"), 1), put(chunk("d", "one"), 1)));

        assertThat(cases(requests.get(0)))
                .containsExactly(OperationCase.SET_PAYLOAD, OperationCase.OVERWRITE_PAYLOAD, OperationCase.UPSERT);
        assertThat(points(requests.get(0))).as("the last of two that are alike").hasSize(1);
    }

    @Test
    void splitsMovesAndKeepsByPoints() {
        int many = UpdateRequests.MAX_POINTS + 1;
        List<UpdateBatchPoints> moves = requests(
                IntStream.range(0, many).mapToObj(i -> move("text " + i)).toList());
        List<UpdateBatchPoints> keeps = requests(
                IntStream.range(0, many).mapToObj(i -> titled("d", "text " + i)).toList());

        assertThat(moves)
                .extracting(UpdateBatchPoints::getOperationsCount)
                .containsExactly(UpdateRequests.MAX_POINTS, 1);
        assertThat(keeps)
                .extracting(
                        request -> ids(request.getOperations(0).getSetPayload().getPointsSelector())
                                .size())
                .containsExactly(UpdateRequests.MAX_POINTS, 1);
    }

    @Test
    void saysWhenAChunkWasIngestedInRfc3339() {
        PointStruct point =
                points(requests(List.of(put(chunk("d", "text"), 1))).get(0)).get(0);

        assertThat(point.getPayloadOrThrow("ingestedAt").getStringValue()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void leavesOutWhatAChunkDoesNotHave() {
        PointStruct point =
                points(requests(List.of(put(chunk("d", "text"), 1))).get(0)).get(0);

        assertThat(point.getPayloadMap())
                .containsOnlyKeys(
                        "documentId",
                        "kind",
                        "contentType",
                        "source",
                        "headings",
                        "ordinal",
                        "chunkCount",
                        "start",
                        "end",
                        "text",
                        "textHash",
                        "version",
                        "timestamp",
                        "revision",
                        "metadata",
                        "ingestedAt");
    }

    private static List<UpdateBatchPoints> requests(List<IndexOperation> operations) {
        return UpdatePlan.requests(new Target("docs", VectorName.DENSE, false, null), operations, NOW);
    }

    private static IndexOperation move(String text) {
        return IndexOperation.move(ORIGIN, chunk("d", text));
    }

    private static IndexOperation keep(String text) {
        return IndexOperation.keep(ORIGIN, chunk("d", text));
    }

    /** Keeps a chunk that lacks nothing. */
    private static IndexOperation titled(String documentId, String text) {
        return IndexOperation.keep(
                ORIGIN, Chunks.with("topic:documents", "https://example.org", "Title", chunk(documentId, text)));
    }

    private static List<String> ids(PointsSelector selector) {
        return selector.getPoints().getIdsList().stream().map(PointId::getUuid).toList();
    }

    private static List<OperationCase> cases(UpdateBatchPoints request) {
        return request.getOperationsList().stream()
                .map(PointsUpdateOperation::getOperationCase)
                .toList();
    }

    private static List<PointStruct> points(UpdateBatchPoints request) {
        return request.getOperationsList().stream()
                .flatMap(operation -> operation.getUpsert().getPointsList().stream())
                .toList();
    }
}
