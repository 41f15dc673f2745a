package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.nearestSparse;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.millrace.embedded.qdrant.TestPoints.sparse;
import static io.qdrant.client.ConditionFactory.hasVector;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.SearchPoints;
import io.qdrant.client.grpc.Points.SparseIndices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Collections with nothing but a sparse vector, "words". */
class SparseQueryITCase {

    private static final double LAST_INDEX = 4_294_967_295.0;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection plain;
    private TestCollection rare;

    @BeforeEach
    void fill() {
        plain = qdrant.collection(Map.of(), Map.of("words", Modifier.None));
        rare = qdrant.collection(Map.of(), Map.of("words", Modifier.Idf));
        for (TestCollection collection : List.of(plain, rare)) {
            collection.upsert(
                    words(1, true, 1, 1, 2, 2), words(2, false, 2, 3, 7, 1), words(3, true, 9, 0.125, LAST_INDEX, 0.1));
        }
    }

    @Test
    void ordersByTheDotProductOverCommonIndices() {
        List<ScoredPoint> points = query(plain, nearestSparse(1, 2, 2, 1));

        assertThat(hits(points)).containsExactly(1L, 2L);
        assertThat(scores(points)).containsExactly(4f, 3f);
    }

    @Test
    void leavesOutPointsThatShareNoIndex() {
        assertThat(query(plain, nearestSparse(100, 1))).isEmpty();
        assertThat(query(plain, nearestSparse())).isEmpty();
    }

    @Test
    void takesIndicesOf32BitsAndKeepsWeightsExactly() {
        List<ScoredPoint> points = query(plain, nearestSparse(LAST_INDEX, 1));

        assertThat(hits(points)).containsExactly(3L);
        assertThat(scores(points)).containsExactly(0.1f);
    }

    @Test
    void takesNegativeWeights() {
        List<ScoredPoint> points = query(plain, nearestSparse(2, -1, 9, 8));

        assertThat(hits(points)).containsExactly(3L, 1L, 2L);
        assertThat(scores(points)).containsExactly(1f, -2f, -3f);
    }

    @Test
    void returnsOnlyScoresAboveTheThreshold() {
        QueryPoints.Builder request = request(plain, nearestSparse(1, 2, 2, 1));

        assertThat(hits(plain.query(request.setScoreThreshold(3)))).containsExactly(1L);
        assertThat(hits(plain.query(request.setScoreThreshold(2.9f)))).containsExactly(1L, 2L);
    }

    @Test
    void appliesFilterLimitAndOffset() {
        QueryPoints.Builder request = request(plain, nearestSparse(2, 1, 9, 1));

        assertThat(hits(plain.query(request.clone().setFilter(must(match("odd", true))))))
                .containsExactly(1L, 3L);
        assertThat(hits(plain.query(request.clone().setLimit(1)))).containsExactly(2L);
        assertThat(hits(plain.query(request.clone().setOffset(1)))).containsExactly(1L, 3L);
    }

    @Test
    void breaksTiesByIdAtTheLimitToo() {
        plain.upsert(words(30, true, 50, 1), words(20, true, 50, 1), words(10, true, 50, 1), words(40, true, 50, 1));

        assertThat(hits(plain.query(request(plain, nearestSparse(50, 1)).setLimit(2))))
                .containsExactly(10L, 20L);
    }

    @Test
    void multipliesQueryWeightsByInverseDocumentFrequency() {
        List<ScoredPoint> points = query(rare, nearestSparse(1, 1, 2, 1));

        // ln(1 + (3 - 1 + 0.5) / 1.5) for index 1, ln(1 + (3 - 2 + 0.5) / 2.5) for index 2.
        assertThat(hits(points)).containsExactly(1L, 2L);
        assertThat(points.get(0).getScore()).isCloseTo(0.980829f + 2 * 0.470004f, within(1e-5f));
        assertThat(points.get(1).getScore()).isCloseTo(3 * 0.470004f, within(1e-5f));
    }

    @Test
    void countsOnlyWhatIsThereForInverseDocumentFrequency() {
        rare.upsert(words(4, true, 1, 1));
        answer(qdrant.client().deleteAsync(rare.name(), ids(3, 4)));

        List<ScoredPoint> points = query(rare, nearestSparse(1, 1));

        // Of two points one has the index: ln(1 + 1.5 / 1.5).
        assertThat(points.get(0).getScore()).isCloseTo(0.693147f, within(1e-5f));
    }

    @Test
    void searchesByTheVectorOfAPointAndLeavesThatPointOut() {
        List<ScoredPoint> points = query(plain, nearest(2));

        assertThat(hits(points)).containsExactly(1L);
        assertThat(scores(points)).containsExactly(6f);
    }

    @Test
    void filtersByHavingTheVector() {
        plain.upsert(point(id(5), payload(), namedVectors(Map.of())));

        assertThat(plain.ids(must(hasVector("words")))).containsExactly(1L, 2L, 3L);
        assertThat(plain.ids(mustNot(hasVector("words")))).containsExactly(5L);
    }

    @Test
    void answersTheOlderSearchToo() {
        var request = SearchPoints.newBuilder()
                .setCollectionName(plain.name())
                .setVectorName("words")
                .addAllVector(List.of(2f, 1f))
                .setSparseIndices(SparseIndices.newBuilder().addAllData(List.of(1, 2)))
                .setLimit(1);

        assertThat(hits(answer(qdrant.client().searchAsync(request.build())))).containsExactly(1L);
    }

    private static PointStruct words(long id, boolean odd, double... indicesAndWeights) {
        return point(id(id), payload("odd", odd), namedVectors(Map.of("words", sparse(indicesAndWeights))));
    }

    private static List<ScoredPoint> query(TestCollection collection, Query query) {
        return collection.query(request(collection, query));
    }

    private static QueryPoints.Builder request(TestCollection collection, Query query) {
        return QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(query)
                .setUsing("words");
    }
}
