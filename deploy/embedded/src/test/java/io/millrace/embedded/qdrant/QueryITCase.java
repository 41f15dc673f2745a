package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.range;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static io.qdrant.client.WithPayloadSelectorFactory.exclude;
import static io.qdrant.client.WithPayloadSelectorFactory.include;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.SearchParams;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Twelve points on a line: point n is at (n, 0), so the nearest to the origin come in the order of their ids. */
class QueryITCase {

    private static final int POINTS = 12;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Euclid);
        collection.upsert(LongStream.rangeClosed(1, POINTS)
                .mapToObj(id -> point(id, payload("n", id, "even", id % 2 == 0), (float) id, 0))
                .toArray(PointStruct[]::new));
    }

    @Test
    void returnsTheTenNearestUnlessToldOtherwise() {
        assertThat(hits(collection.query(fromOrigin()))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void returnsAsManyAsAskedForOrAsThereAre() {
        assertThat(hits(collection.query(fromOrigin().setLimit(2)))).containsExactly(1L, 2L);
        assertThat(collection.query(fromOrigin().setLimit(1000))).hasSize(POINTS);
    }

    @Test
    void skipsTheOffset() {
        assertThat(hits(collection.query(fromOrigin().setOffset(3).setLimit(2))))
                .containsExactly(4L, 5L);
        assertThat(hits(collection.query(fromOrigin().setOffset(10)))).containsExactly(11L, 12L);
        assertThat(collection.query(fromOrigin().setOffset(POINTS))).isEmpty();
    }

    @Test
    void returnsTheNearestOfWhatPassesAFilter() {
        var request = fromOrigin()
                .setFilter(must(
                        match("even", true),
                        range("n", Range.newBuilder().setGt(4).build())));

        assertThat(hits(collection.query(request))).containsExactly(6L, 8L, 10L, 12L);
    }

    @Test
    void fillsTheLimitFromARareMatch() {
        var request = fromOrigin().setFilter(must(match("n", 12))).setLimit(1);

        assertThat(hits(collection.query(request))).containsExactly(12L);
    }

    @Test
    void combinesFilterOffsetAndThreshold() {
        var request =
                fromOrigin().setFilter(must(match("even", true))).setOffset(1).setScoreThreshold(8.5f);

        assertThat(hits(collection.query(request))).containsExactly(4L, 6L, 8L);
    }

    @Test
    void searchesByTheVectorOfAPointAndLeavesThatPointOut() {
        QueryPoints.Builder request =
                QueryPoints.newBuilder().setCollectionName(collection.name()).setQuery(nearest(12));

        List<ScoredPoint> points = collection.query(request.setLimit(3));

        assertThat(hits(points)).containsExactly(11L, 10L, 9L);
        assertThat(scores(points)).containsExactly(1f, 2f, 3f);
    }

    @Test
    void searchesByAPointUnderAFilterThatItDoesNotPass() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(nearest(1))
                .setFilter(must(match("even", true)))
                .setLimit(2);

        assertThat(hits(collection.query(request))).containsExactly(2L, 4L);
    }

    @Test
    void goesByIdWithoutAQuery() {
        QueryPoints.Builder request =
                QueryPoints.newBuilder().setCollectionName(collection.name()).setFilter(must(match("even", true)));

        List<ScoredPoint> points = collection.query(request.setLimit(3));

        assertThat(hits(points)).containsExactly(2L, 4L, 6L);
        assertThat(scores(points)).containsExactly(1f, 1f, 1f);
        assertThat(points).extracting(ScoredPoint::getVersion).containsOnly(0L);
    }

    @Test
    void returnsTenWithoutAQueryUnlessToldOtherwise() {
        QueryPoints.Builder request = QueryPoints.newBuilder().setCollectionName(collection.name());

        assertThat(hits(collection.query(request))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void returnsNeitherPayloadNorVectorsUnlessAsked() {
        ScoredPoint point = collection.query(fromOrigin()).get(0);

        assertThat(point.getPayloadMap()).isEmpty();
        assertThat(point.hasVectors()).isFalse();
    }

    @Test
    void returnsPayloadAndVectorsWhenAsked() {
        ScoredPoint point = first(
                fromOrigin().setWithPayload(enable(true)).setWithVectors(WithVectorsSelectorFactory.enable(true)));

        assertThat(point.getPayloadMap()).isEqualTo(payload("n", 1, "even", false));
        assertThat(point.getVectors().getVector().getDense().getDataList()).containsExactly(1f, 0f);
    }

    @Test
    void returnsTheFieldsSelected() {
        assertThat(first(fromOrigin().setWithPayload(include(List.of("n")))).getPayloadMap())
                .isEqualTo(payload("n", 1));
        assertThat(first(fromOrigin().setWithPayload(exclude(List.of("n")))).getPayloadMap())
                .isEqualTo(payload("even", false));
    }

    @Test
    void takesSearchParameters() {
        for (SearchParams.Builder params : List.of(
                SearchParams.newBuilder().setExact(true),
                SearchParams.newBuilder().setExact(false).setHnswEf(128))) {
            assertThat(hits(collection.query(fromOrigin().setParams(params).setLimit(3))))
                    .containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void findsNothingInAnEmptyCollection() {
        TestCollection empty = qdrant.collection(2, Distance.Cosine);

        assertThat(empty.query(empty.near(1, 1))).isEmpty();
    }

    @Test
    void showsAVersionThatGrowsWithEachChangeOfThePoint() {
        TestCollection changing = qdrant.collection(2, Distance.Dot);
        changing.upsert(point(1, payload(), 1, 1));
        changing.upsert(point(2, payload(), 1, 2));
        long before = first(changing.near(1, 0)).getVersion();

        changing.upsert(point(1, payload("n", 1), 5, 5), point(2, payload("n", 1), 1, 1));

        assertThat(first(changing.near(1, 0)).getVersion()).isGreaterThan(before);
    }

    private static QueryPoints.Builder fromOrigin() {
        return collection.near(0, 0);
    }

    private static ScoredPoint first(QueryPoints.Builder request) {
        TestCollection queried = new TestCollection(qdrant.client(), request.getCollectionName());
        return queried.query(request).get(0);
    }
}
