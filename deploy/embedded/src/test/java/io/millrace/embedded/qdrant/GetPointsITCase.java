package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.idsOf;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static io.qdrant.client.WithPayloadSelectorFactory.exclude;
import static io.qdrant.client.WithPayloadSelectorFactory.include;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GetPointsITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload("a", 1, "n", object("b", 2, "c", 3)), 1, 1),
                point(2, payload("a", 2), 2, 2),
                point(3, payload("a", 3), 3, 3));
    }

    @Test
    void keepsTheOrderOfTheRequest() {
        assertThat(idsOf(get(request(3, 1, 2)))).containsExactly(3L, 1L, 2L);
    }

    @Test
    void leavesOutWhatIsMissing() {
        assertThat(idsOf(get(request(9, 2, 8)))).containsExactly(2L);
        assertThat(get(request(9))).isEmpty();
        assertThat(get(request())).isEmpty();
    }

    @Test
    void returnsARepeatedIdOnce() {
        assertThat(idsOf(get(request(2, 1, 2, 2, 1)))).containsExactly(2L, 1L);
    }

    @Test
    void returnsNeitherPayloadNorVectorsUnlessAsked() {
        RetrievedPoint point = get(request(1)).get(0);

        assertThat(point.getPayloadMap()).isEmpty();
        assertThat(point.hasVectors()).isFalse();
    }

    @Test
    void returnsPayloadAndVectorsWhenAsked() {
        RetrievedPoint point = get(request(2)
                        .setWithPayload(enable(true))
                        .setWithVectors(WithVectorsSelectorFactory.enable(true)))
                .get(0);

        assertThat(point.getPayloadMap()).isEqualTo(payload("a", 2));
        assertThat(TestPoints.vectorOf(point)).containsExactly(2f, 2f);
    }

    @Test
    void returnsOnlyTheFieldsIncluded() {
        assertThat(payloadOf(request(1).setWithPayload(include(List.of("a"))))).isEqualTo(payload("a", 1));
        assertThat(payloadOf(request(1).setWithPayload(include(List.of("n.b")))))
                .isEqualTo(payload("n", object("b", 2)));
        assertThat(payloadOf(request(1).setWithPayload(include(List.of("missing")))))
                .isEmpty();
    }

    @Test
    void returnsAllButTheFieldsExcluded() {
        assertThat(payloadOf(request(1).setWithPayload(exclude(List.of("n"))))).isEqualTo(payload("a", 1));
        assertThat(payloadOf(request(1).setWithPayload(exclude(List.of("n.c", "missing")))))
                .isEqualTo(payload("a", 1, "n", object("b", 2)));
    }

    @Test
    void answersTheClientsOwnMethods() {
        assertThat(answer(qdrant.client().retrieveAsync(collection.name(), TestPoints.ids(3, 1), true, false, null)))
                .extracting(RetrievedPoint::getPayloadMap)
                .containsExactly(payload("a", 3), payload("a", 1, "n", object("b", 2, "c", 3)));
    }

    private static Map<String, ?> payloadOf(GetPoints.Builder request) {
        return get(request).get(0).getPayloadMap();
    }

    private static GetPoints.Builder request(long... ids) {
        return GetPoints.newBuilder().setCollectionName(collection.name()).addAllIds(TestPoints.ids(ids));
    }

    private static List<RetrievedPoint> get(GetPoints.Builder request) {
        return answer(qdrant.client().retrieveAsync(request.build(), Calls.PATIENCE));
    }
}
