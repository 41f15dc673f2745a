package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.idsOf;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.uuid;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static io.qdrant.client.WithPayloadSelectorFactory.include;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScrollITCase {

    /** In the order of a scroll: numbers without sign, then UUIDs byte by byte without sign. */
    private static final List<PointId> IN_ORDER = List.of(
            id(1),
            id(2),
            id(10),
            id(Long.MAX_VALUE),
            id(Long.MIN_VALUE),
            id(-1),
            uuid("00000000-0000-0000-0000-000000000001"),
            uuid("00000000-0000-0000-8000-000000000000"),
            uuid("7fffffff-ffff-ffff-ffff-ffffffffffff"),
            uuid("80000000-0000-0000-0000-000000000000"),
            uuid("a0000000-0000-0000-0000-000000000000"),
            uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"));

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fillBackwards() {
        collection = qdrant.collection(2, Distance.Dot);
        for (int i = IN_ORDER.size() - 1; i >= 0; i--) {
            collection.upsert(point(IN_ORDER.get(i), payload("place", i, "even", i % 2 == 0), vectors(i, 1)));
        }
    }

    @Test
    void goesThroughNumbersAndThenUuidsInOrder() {
        ScrollResponse response = scroll(request().setLimit(100));

        assertThat(response.getResultList()).extracting(RetrievedPoint::getId).isEqualTo(IN_ORDER);
        assertThat(response.hasNextPageOffset()).isFalse();
    }

    @Test
    void returnsTenUnlessToldOtherwiseAndWhereToGoOn() {
        ScrollResponse response = scroll(request());

        assertThat(response.getResultList()).extracting(RetrievedPoint::getId).isEqualTo(IN_ORDER.subList(0, 10));
        assertThat(response.getNextPageOffset()).isEqualTo(IN_ORDER.get(10));
    }

    @Test
    void startsWithTheOffsetItself() {
        ScrollResponse response = scroll(request().setOffset(IN_ORDER.get(5)).setLimit(3));

        assertThat(response.getResultList()).extracting(RetrievedPoint::getId).isEqualTo(IN_ORDER.subList(5, 8));
        assertThat(response.getNextPageOffset()).isEqualTo(IN_ORDER.get(8));
    }

    @Test
    void startsAfterAnOffsetThatIsMissing() {
        ScrollResponse response = scroll(request().setOffset(id(3)).setLimit(1));

        assertThat(response.getResultList()).extracting(RetrievedPoint::getId).containsExactly(id(10));
    }

    @Test
    void hasNoNextPageWhenTheLastIsJustFull() {
        ScrollResponse response = scroll(request().setLimit(IN_ORDER.size()));

        assertThat(response.getResultCount()).isEqualTo(IN_ORDER.size());
        assertThat(response.hasNextPageOffset()).isFalse();
    }

    @Test
    void reachesEveryPointPageByPage() {
        var seen = new ArrayList<PointId>();
        ScrollResponse page = scroll(request().setLimit(5));
        page.getResultList().forEach(point -> seen.add(point.getId()));
        while (page.hasNextPageOffset()) {
            page = scroll(request().setLimit(5).setOffset(page.getNextPageOffset()));
            page.getResultList().forEach(point -> seen.add(point.getId()));
        }

        assertThat(seen).isEqualTo(IN_ORDER);
    }

    @Test
    void pagesThroughWhatPassesAFilter() {
        ScrollPoints.Builder filtered =
                request().setFilter(must(match("even", true))).setLimit(4);

        ScrollResponse first = scroll(filtered);
        ScrollResponse second = scroll(filtered.setOffset(first.getNextPageOffset()));

        var seen = new ArrayList<RetrievedPoint>(first.getResultList());
        seen.addAll(second.getResultList());
        assertThat(first.getResultCount()).isEqualTo(4);
        assertThat(seen)
                .extracting(point -> point.getPayloadOrThrow("place").getIntegerValue())
                .containsExactly(0L, 2L, 4L, 6L, 8L, 10L);
        assertThat(second.hasNextPageOffset()).isFalse();
    }

    @Test
    void returnsThePayloadButNoVectorsUnlessToldOtherwise() {
        RetrievedPoint point = scroll(request().setLimit(1)).getResult(0);

        assertThat(point.getPayloadMap()).isEqualTo(payload("place", 0, "even", true));
        assertThat(point.hasVectors()).isFalse();
    }

    @Test
    void returnsWhatIsSelected() {
        RetrievedPoint bare =
                scroll(request().setLimit(1).setWithPayload(enable(false))).getResult(0);
        RetrievedPoint chosen = scroll(request()
                        .setLimit(1)
                        .setWithPayload(include(List.of("place")))
                        .setWithVectors(WithVectorsSelectorFactory.enable(true)))
                .getResult(0);

        assertThat(bare.getPayloadMap()).isEmpty();
        assertThat(chosen.getPayloadMap()).isEqualTo(payload("place", 0));
        assertThat(TestPoints.vectorOf(chosen)).containsExactly(0f, 1f);
    }

    @Test
    void findsNothingInAnEmptyCollection() {
        TestCollection empty = qdrant.collection(2, Distance.Dot);

        ScrollResponse response = scroll(ScrollPoints.newBuilder().setCollectionName(empty.name()));

        assertThat(idsOf(response.getResultList())).isEqualTo(Collections.emptyList());
        assertThat(response.hasNextPageOffset()).isFalse();
    }

    private static ScrollPoints.Builder request() {
        return ScrollPoints.newBuilder().setCollectionName(collection.name());
    }

    private static ScrollResponse scroll(ScrollPoints.Builder request) {
        return answer(qdrant.client().scrollAsync(request.build()));
    }
}
