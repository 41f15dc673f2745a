package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.QueryFactory.fusion;
import static io.qdrant.client.QueryFactory.nearest;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.Fusion;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Twenty points: point n is at (n, 20 - n), so the first axis orders them downwards and the second upwards. */
class PrefetchITCase {

    private static final int POINTS = 20;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(LongStream.rangeClosed(1, POINTS)
                .mapToObj(id -> point(id, payload("n", id, "even", id % 2 == 0), (float) id, (float) (POINTS - id)))
                .toArray(PointStruct[]::new));
    }

    @Test
    void ranksOnlyWhatWasPrefetched() {
        List<ScoredPoint> points =
                collection.query(alongSecond().addPrefetch(alongFirst().setLimit(3)));

        assertThat(hits(points)).containsExactly(18L, 19L, 20L);
        assertThat(scores(points)).containsExactly(2f, 1f, 0f);
    }

    @Test
    void prefetchesTenUnlessToldOtherwise() {
        assertThat(collection.query(alongSecond().addPrefetch(alongFirst()).setLimit(50)))
                .hasSize(10);
    }

    @Test
    void ranksWhatAnyPrefetchFoundOnce() {
        QueryPoints.Builder request = alongSecond()
                .addPrefetch(alongFirst().setLimit(3))
                .addPrefetch(alongFirst().setLimit(4));

        assertThat(hits(collection.query(request))).containsExactly(17L, 18L, 19L, 20L);
    }

    @Test
    void appliesThePrefetchsFilterAndThreshold() {
        assertThat(hits(collection.query(alongSecond()
                        .addPrefetch(alongFirst()
                                .setFilter(must(match("even", true)))
                                .setLimit(2)))))
                .containsExactly(18L, 20L);
        assertThat(hits(collection.query(alongSecond().addPrefetch(alongFirst().setScoreThreshold(18)))))
                .containsExactly(19L, 20L);
    }

    @Test
    void appliesTheQuerysFilterToPrefetches() {
        QueryPoints.Builder request = alongSecond()
                .setFilter(must(match("even", true)))
                .addPrefetch(alongFirst().setFilter(mustNot(match("n", 20))).setLimit(2));

        assertThat(hits(collection.query(request))).containsExactly(16L, 18L);
    }

    @Test
    void nests() {
        PrefetchQuery.Builder inner = PrefetchQuery.newBuilder()
                .addPrefetch(alongFirst().setLimit(6))
                .setQuery(nearest(0, 1))
                .setLimit(3);

        List<ScoredPoint> points = collection.query(QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPrefetch(inner)
                .setQuery(nearest(1, 0)));

        // The first axis leaves 20 to 15, the second 15 to 17 of them.
        assertThat(hits(points)).containsExactly(17L, 16L, 15L);
    }

    @Test
    void nestsFusions() {
        PrefetchQuery.Builder fused = PrefetchQuery.newBuilder()
                .addPrefetch(alongFirst().setLimit(2))
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(0, 1)).setLimit(2))
                .setQuery(fusion(Fusion.RRF));

        List<ScoredPoint> points = collection.query(QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPrefetch(fused)
                .setQuery(nearest(1, 0)));

        assertThat(hits(points)).containsExactly(20L, 19L, 2L, 1L);
    }

    @Test
    void goesByIdWithoutAQuery() {
        assertThat(hits(collection.query(
                        alongSecond().addPrefetch(PrefetchQuery.newBuilder().setLimit(2)))))
                .containsExactly(1L, 2L);
    }

    @Test
    void refusesWhatLacksAQueryAtAnyDepth() {
        String message =
                "Bad request: A query is needed to merge the prefetches. Can't have prefetches without defining a query.";

        assertThat(refused(QueryPoints.newBuilder()
                        .setCollectionName(collection.name())
                        .addPrefetch(alongFirst())))
                .isEqualTo(Refusal.invalid(message));
        assertThat(refused(alongSecond().addPrefetch(PrefetchQuery.newBuilder().addPrefetch(alongFirst()))))
                .isEqualTo(Refusal.invalid(message));
        assertThat(refused(alongSecond().addPrefetch(PrefetchQuery.newBuilder().setScoreThreshold(1)))
                        .message())
                .isEqualTo("Bad request: A query is needed to use the score_threshold."
                        + " Can't have score_threshold without defining a query.");
    }

    @Test
    void refusesALimitOfNothing() {
        assertThat(refused(alongSecond().addPrefetch(alongFirst().setLimit(0))))
                .isEqualTo(Refusal.invalid(
                        "Validation error in body: [prefetch[0].limit: value 0 invalid, must be 1 or larger]"));
    }

    private static PrefetchQuery.Builder alongFirst() {
        return PrefetchQuery.newBuilder().setQuery(nearest(1, 0));
    }

    private static QueryPoints.Builder alongSecond() {
        return collection.near(0, 1);
    }

    private static Refusal refused(QueryPoints.Builder request) {
        return refusal(qdrant.client().queryAsync(request.build()));
    }
}
