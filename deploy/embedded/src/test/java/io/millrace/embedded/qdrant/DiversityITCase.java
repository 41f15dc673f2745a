package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.millrace.embedded.qdrant.TestPoints.sparse;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorInputFactory.vectorInput;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Points.Mmr;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Four points by the dot product with (1, 1): 1 and 2 are alike, at (4, 0) and (3.5, 0), 3 is at (0, 3), 4 at (-1, 3).
 */
class DiversityITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload(), 4, 0),
                point(2, payload(), 3.5f, 0),
                point(3, payload(), 0, 3),
                point(4, payload(), -1, 3));
    }

    @Test
    void weighsRelevanceAndLikenessEquallyUnlessToldOtherwise() {
        List<ScoredPoint> points = collection.query(diverse(Mmr.newBuilder()));

        // After 1: 2 has 3.5/2 - 14/2, 3 has 3/2 - 0, 4 has 2/2 + 4/2 and is chosen.
        // After 4: 2 has 3.5/2 - 14/2, 3 has 3/2 - 9/2 and is chosen.
        assertThat(hits(points)).containsExactly(1L, 4L, 3L, 2L);
        assertThat(scores(points)).containsExactly(4f, 2f, 3f, 3.5f);
    }

    @Test
    void isTheNearestInOrderWithoutDiversity() {
        assertThat(hits(collection.query(diverse(Mmr.newBuilder().setDiversity(0)))))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void startsWithTheNearestEvenForDiversityAlone() {
        assertThat(hits(collection.query(diverse(Mmr.newBuilder().setDiversity(1)))))
                .startsWith(1L, 4L);
    }

    @Test
    void choosesFromAsManyCandidatesAsTheLimitUnlessToldOtherwise() {
        assertThat(hits(collection.query(diverse(Mmr.newBuilder()).setLimit(2))))
                .containsExactly(1L, 2L);
        assertThat(hits(collection.query(
                        diverse(Mmr.newBuilder().setCandidatesLimit(4)).setLimit(2))))
                .containsExactly(1L, 4L);
        assertThat(hits(collection.query(diverse(Mmr.newBuilder().setCandidatesLimit(4))
                        .setOffset(1)
                        .setLimit(2))))
                .containsExactly(4L, 3L);
    }

    @Test
    void choosesOnlyAboveTheThreshold() {
        assertThat(hits(collection.query(diverse(Mmr.newBuilder()).setScoreThreshold(2.5f))))
                .containsExactly(1L, 3L, 2L);
    }

    @Test
    void choosesFromWhatWasPrefetched() {
        QueryPoints.Builder request = diverse(Mmr.newBuilder())
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(0, 1)).setLimit(3));

        assertThat(hits(collection.query(request))).containsExactly(1L, 4L, 3L);
    }

    @Test
    void leavesOutThePointThatItAsksWith() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(nearest(vectorInput(id(1)), Mmr.getDefaultInstance()));

        // Similarities to 1 are 14, 0 and -4: after 2, 3 has 0 and 4 has -4/2 + 3.5/2.
        assertThat(hits(collection.query(request))).containsExactly(2L, 3L, 4L);
    }

    @Test
    void comparesSparseVectorsWithoutInverseDocumentFrequency() {
        TestCollection words = qdrant.collection(Map.of(), Map.of("words", Modifier.Idf));
        words.upsert(
                point(id(1), payload(), namedVectors(Map.of("words", sparse(1, 3)))),
                point(id(2), payload(), namedVectors(Map.of("words", sparse(1, 2.5)))),
                point(id(3), payload(), namedVectors(Map.of("words", sparse(2, 2)))));
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(words.name())
                .setUsing("words")
                .setQuery(nearest(vectorInput(List.of(1f, 1f), List.of(1, 2)), Mmr.getDefaultInstance()));

        List<ScoredPoint> points = words.query(request);

        assertThat(hits(points)).containsExactly(1L, 3L, 2L);
        assertThat(scores(points)).containsExactly(3f, 2f, 2.5f);
    }

    @Test
    void scoresByWhatADistanceIsComparedBy() {
        TestCollection line = qdrant.collection(1, Distance.Euclid);
        line.upsert(point(1, payload(), 1), point(2, payload(), 1.5f), point(3, payload(), -2));
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(line.name())
                .setQuery(nearest(
                        vectorInput(0f), Mmr.newBuilder().setDiversity(0.75f).build()));

        List<ScoredPoint> points = line.query(request.setScoreThreshold(2.5f));

        // Negative squares: after 1, 2 has -2.25/4 + 0.25 * 3/4 and 3 has -4/4 + 9 * 3/4.
        assertThat(hits(points)).containsExactly(1L, 3L, 2L);
        assertThat(scores(points)).containsExactly(-1f, -4f, -2.25f);
    }

    @Test
    void refusesADiversityOrCandidatesOutOfRange() {
        for (Mmr.Builder mmr :
                List.of(Mmr.newBuilder().setDiversity(1.5f), Mmr.newBuilder().setCandidatesLimit(16_385))) {
            Refusal refusal = refusal(qdrant.client().queryAsync(diverse(mmr).build()));

            assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refusal.message()).startsWith("Validation error in body: [query.nearest_with_mmr.mmr.");
        }
    }

    private static QueryPoints.Builder diverse(Mmr.Builder mmr) {
        return QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(nearest(vectorInput(1, 1), mmr.build()));
    }
}
