package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.idsOf;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.QueryFactory.orderBy;
import static io.qdrant.client.QueryFactory.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.Direction;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.OrderBy;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.Sample;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.StartFrom;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Points in the order of a payload field, and in none. */
class OrderITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(1, Distance.Dot);
        collection.index("n", FieldType.FieldTypeInteger);
        collection.index("at", FieldType.FieldTypeDatetime);
        collection.upsert(
                point(1, payload("n", 30, "at", "2026-01-03", "odd", true), 1),
                point(2, payload("n", 10, "at", "2026-01-01T12:00:00Z", "odd", false), 2),
                point(3, payload("n", 20, "at", "2026-01-02", "odd", true), 3),
                point(4, payload("n", array(5, 25), "odd", false), 4),
                point(5, payload("n", "15", "at", "never", "odd", true), 5));
    }

    @Test
    void goesByAFieldAndRepeatsPointsOfManyValues() {
        List<ScoredPoint> points = query(orderBy("n"));

        assertThat(hits(points)).containsExactly(4L, 2L, 3L, 4L, 1L);
        assertThat(scores(points)).containsOnly(1f);
        assertThat(points).extracting(ScoredPoint::getVersion).containsOnly(0L);
        assertThat(points).extracting(point -> point.getOrderValue().getInt()).containsExactly(5L, 10L, 20L, 25L, 30L);
    }

    @Test
    void goesDownwardsFromAValue() {
        OrderBy down = OrderBy.newBuilder()
                .setKey("n")
                .setDirection(Direction.Desc)
                .setStartFrom(StartFrom.newBuilder().setInteger(20))
                .build();

        assertThat(hits(query(orderBy(down)))).containsExactly(3L, 2L, 4L);
    }

    @Test
    void goesByMoments() {
        assertThat(hits(query(orderBy("at")))).containsExactly(2L, 3L, 1L);
    }

    @Test
    void ordersWhatWasPrefetched() {
        QueryPoints.Builder request = request(orderBy("n"))
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(-1f)).setLimit(3));

        assertThat(hits(collection.query(request))).containsExactly(2L, 3L, 1L);
    }

    @Test
    void scrollsInOrder() {
        ScrollResponse page = answer(qdrant.client()
                .scrollAsync(scroll("n").setFilter(must(match("odd", true))).build()));

        assertThat(idsOf(page.getResultList())).containsExactly(3L, 1L);
        assertThat(page.getResult(0).getOrderValue().getInt()).isEqualTo(20);
        assertThat(page.hasNextPageOffset()).isFalse();
    }

    @Test
    void scrollsInOrderWithoutAnOffset() {
        assertThat(refusal(qdrant.client()
                                .scrollAsync(scroll("n").setOffset(id(3)).build()))
                        .message())
                .startsWith("Bad request: Cannot use an `offset` when using `order_by`.");
    }

    @Test
    void needsAnIndexForRanges() {
        assertThat(refusal(qdrant.client().queryAsync(request(orderBy("odd")).build()))
                        .message())
                .startsWith(
                        "Wrong input: No range index for `order_by` key: `odd`. Please create one to use `order_by`.");
    }

    @Test
    void samplesPointsOnceEach() {
        QueryPoints.Builder request = request(sample(Sample.Random)).setOffset(3);

        assertThat(hits(collection.query(request))).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(hits(collection.query(request.setLimit(2)))).hasSize(2).doesNotHaveDuplicates();
        assertThat(hits(collection.query(request.setFilter(must(match("odd", false))))))
                .containsExactlyInAnyOrder(2L, 4L);
    }

    private static QueryPoints.Builder request(Query query) {
        return QueryPoints.newBuilder().setCollectionName(collection.name()).setQuery(query);
    }

    private static List<ScoredPoint> query(Query query) {
        return collection.query(request(query));
    }

    private static ScrollPoints.Builder scroll(String key) {
        return ScrollPoints.newBuilder()
                .setCollectionName(collection.name())
                .setOrderBy(OrderBy.newBuilder().setKey(key));
    }
}
