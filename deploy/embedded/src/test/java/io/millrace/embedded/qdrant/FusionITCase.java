package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.nearestSparse;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.millrace.embedded.qdrant.TestPoints.sparse;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.fusion;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.QueryFactory.rrf;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Points.Fusion;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.Rrf;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By "text", towards (1, 0), the order is 1, 2, 3, 4 with scores 4 to 1; by "words", for index 1, it is 3, 1, 5. */
class FusionITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection =
                qdrant.collection(Map.of("text", QdrantServer.params(2, Distance.Dot)), Map.of("words", Modifier.None));
        collection.upsert(
                both(1, 4, sparse(1, 5)),
                both(2, 3, sparse(2, 1)),
                both(3, 2, sparse(1, 8)),
                both(4, 1, sparse(2, 1)),
                point(id(5), payload("n", 5), namedVectors(Map.of("words", sparse(1, 2)))));
    }

    @Test
    void addsReciprocalsOfRanks() {
        List<ScoredPoint> points = collection.query(fused(fusion(Fusion.RRF)));

        // 1 / (rank + 2): 1/2 + 1/3, 1/4 + 1/2, 1/3, 1/4 and 1/5.
        assertThat(hits(points)).containsExactly(1L, 3L, 2L, 5L, 4L);
        assertThat(scores(points)).containsExactly(1 / 2f + 1 / 3f, 1 / 4f + 1 / 2f, 1 / 3f, 1 / 4f, 1 / 5f);
    }

    @Test
    void takesAnotherConstant() {
        List<ScoredPoint> points =
                collection.query(fused(rrf(Rrf.newBuilder().setK(61).build())));

        assertThat(hits(points)).containsExactly(1L, 3L, 2L, 5L, 4L);
        assertThat(points.get(0).getScore()).isCloseTo(1 / 61f + 1 / 62f, within(1e-7f));
    }

    @Test
    void takesWeights() {
        List<ScoredPoint> points = collection.query(
                fused(rrf(Rrf.newBuilder().addWeights(0.5f).addWeights(3).build())));

        // 1 / ((rank + 1) / weight + 1).
        assertThat(hits(points)).containsExactly(1L, 3L, 5L, 2L, 4L);
        assertThat(points.get(0).getScore()).isCloseTo(1 / 3f + 1 / (2 / 3f + 1), within(1e-6f));
        assertThat(points.get(1).getScore()).isCloseTo(1 / 7f + 1 / (1 / 3f + 1), within(1e-6f));
        assertThat(points.get(2).getScore()).isCloseTo(1 / 2f, within(1e-6f));
    }

    @Test
    void ofAListWithoutWeightAddsNothingButItsPoints() {
        List<ScoredPoint> points = collection.query(
                fused(rrf(Rrf.newBuilder().addWeights(0).addWeights(1).build())));

        assertThat(hits(points)).containsExactly(3L, 1L, 5L, 2L, 4L);
        assertThat(scores(points)).containsExactly(1 / 2f, 1 / 3f, 1 / 4f, 0f, 0f);
    }

    @Test
    void addsScoresInTheirDistribution() {
        List<ScoredPoint> points = collection.query(fused(fusion(Fusion.DBSF)));

        // Text: mean 2.5, deviation 1.290994, so 4 is at 0.693649, 3 at 0.564550, 2 at 0.435450 and 1 at 0.306351.
        // Words: mean 5, deviation 3, so 8 is at 2/3, 5 at 1/2 and 2 at 1/3.
        assertThat(hits(points)).containsExactly(1L, 3L, 2L, 5L, 4L);
        assertThat(points.get(0).getScore()).isCloseTo(0.693649f + 1 / 2f, within(1e-5f));
        assertThat(points.get(1).getScore()).isCloseTo(0.435450f + 2 / 3f, within(1e-5f));
        assertThat(points.get(2).getScore()).isCloseTo(0.564550f, within(1e-5f));
        assertThat(points.get(3).getScore()).isCloseTo(1 / 3f, within(1e-5f));
        assertThat(points.get(4).getScore()).isCloseTo(0.306351f, within(1e-5f));
    }

    @Test
    void countsALonePointAsAHalf() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPrefetch(text().setLimit(1))
                .setQuery(fusion(Fusion.DBSF));

        assertThat(scores(collection.query(request))).containsExactly(0.5f);
    }

    @Test
    void keepsScoresThatReachTheThreshold() {
        assertThat(hits(collection.query(fused(fusion(Fusion.RRF)).setScoreThreshold(1 / 3f))))
                .containsExactly(1L, 3L, 2L);
    }

    @Test
    void appliesLimitAndOffsetAfterwards() {
        assertThat(hits(collection.query(fused(fusion(Fusion.RRF)).setOffset(1).setLimit(2))))
                .containsExactly(3L, 2L);
    }

    @Test
    void appliesTheFilterBeforehand() {
        assertThat(hits(collection.query(fused(fusion(Fusion.RRF)).setFilter(must(match("n", 5))))))
                .containsExactly(5L);
    }

    @Test
    void leavesOutThePointThatAPrefetchAsksWith() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(1)).setUsing("text"))
                .addPrefetch(words())
                .setQuery(fusion(Fusion.RRF));

        assertThat(hits(collection.query(request))).containsExactly(3L, 2L, 5L, 4L);
    }

    @Test
    void needsAWeightForEachPrefetch() {
        assertThat(refused(fused(rrf(Rrf.newBuilder().addWeights(1).build()))))
                .isEqualTo(Refusal.invalid("Wrong input: Validation failed: Number of weights in RRF should match"
                        + " number of pre-fetches: got 1, expected 2"));
    }

    @Test
    void needsPrefetches() {
        assertThat(refused(QueryPoints.newBuilder()
                        .setCollectionName(collection.name())
                        .setQuery(fusion(Fusion.RRF))))
                .isEqualTo(Refusal.invalid("Wrong input: Validation failed: cannot apply Fusion without prefetches"));
    }

    @Test
    void takesNoVectorName() {
        assertThat(refused(fused(fusion(Fusion.DBSF)).setUsing("text")))
                .isEqualTo(Refusal.invalid("Bad request: Fusion queries cannot be combined with the 'using' field."));
    }

    private static PointStruct both(long id, float towards, io.qdrant.client.grpc.Points.Vector words) {
        return point(id(id), payload("n", id), namedVectors(Map.of("text", vector(towards, 0), "words", words)));
    }

    private static PrefetchQuery.Builder text() {
        return PrefetchQuery.newBuilder().setQuery(nearest(1, 0)).setUsing("text");
    }

    private static PrefetchQuery.Builder words() {
        return PrefetchQuery.newBuilder().setQuery(nearestSparse(1, 1)).setUsing("words");
    }

    private static QueryPoints.Builder fused(Query query) {
        return QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPrefetch(text())
                .addPrefetch(words())
                .setQuery(query);
    }

    private static Refusal refused(QueryPoints.Builder request) {
        return refusal(qdrant.client().queryAsync(request.build()));
    }
}
