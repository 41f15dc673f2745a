package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scores worked out by hand, and which of them come first. */
class DistancesITCase {

    private static final double TOLERANCE = 1e-5;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @Test
    void cosineIsTheAngleAndTheLargestComesFirst() {
        List<ScoredPoint> points = query(Distance.Cosine, 2, 0);

        assertThat(hits(points)).containsExactly(2L, 1L, 3L, 4L);
        assertScores(points, 1, 0.6, 0, -Math.sqrt(0.5));
    }

    @Test
    void dotIsTheInnerProductAndTheLargestComesFirst() {
        List<ScoredPoint> points = query(Distance.Dot, 1, 2);

        assertThat(hits(points)).containsExactly(1L, 3L, 4L, 2L);
        assertScores(points, 11, 4, 3, 1);
    }

    @Test
    void euclidIsTheLengthItselfAndTheSmallestComesFirst() {
        List<ScoredPoint> points = query(Distance.Euclid, 0, 0);

        assertThat(hits(points)).containsExactly(2L, 3L, 4L, 1L);
        assertScores(points, 1, 2, Math.sqrt(18), 5);
    }

    @Test
    void manhattanIsTheSumOfTheStepsAndTheSmallestComesFirst() {
        List<ScoredPoint> points = query(Distance.Manhattan, 0, 0);

        assertThat(hits(points)).containsExactly(2L, 3L, 4L, 1L);
        assertScores(points, 1, 2, 6, 7);
    }

    @Test
    void dotMayBeNegative() {
        List<ScoredPoint> points = query(Distance.Dot, -1, 0);

        assertThat(hits(points)).containsExactly(4L, 3L, 2L, 1L);
        assertScores(points, 3, 0, -1, -3);
    }

    @Test
    void thresholdIsStrictWhereLargerIsBetter() {
        assertThat(hitsBeyond(Distance.Dot, 4f, 1, 2)).containsExactly(1L);
        assertThat(hitsBeyond(Distance.Dot, 3.5f, 1, 2)).containsExactly(1L, 3L);
        assertThat(hitsBeyond(Distance.Cosine, 0.5f, 2, 0)).containsExactly(2L, 1L);
        assertThat(hitsBeyond(Distance.Dot, 11f, 1, 2)).isEmpty();
    }

    @Test
    void thresholdIsStrictWhereSmallerIsBetter() {
        assertThat(hitsBeyond(Distance.Euclid, 2f, 0, 0)).containsExactly(2L);
        assertThat(hitsBeyond(Distance.Euclid, 2.5f, 0, 0)).containsExactly(2L, 3L);
        assertThat(hitsBeyond(Distance.Manhattan, 7f, 0, 0)).containsExactly(2L, 3L, 4L);
        assertThat(hitsBeyond(Distance.Manhattan, 7.5f, 0, 0)).containsExactly(2L, 3L, 4L, 1L);
    }

    @Test
    void cosineIgnoresTheLengthOfTheQuery() {
        assertScores(query(Distance.Cosine, 0.001f, 0), 1, 0.6, 0, -Math.sqrt(0.5));
        assertScores(query(Distance.Cosine, 4000, 0), 1, 0.6, 0, -Math.sqrt(0.5));
    }

    private static List<ScoredPoint> query(Distance distance, float... vector) {
        TestCollection collection = filled(distance);
        return collection.query(collection.near(vector));
    }

    private static List<Long> hitsBeyond(Distance distance, float threshold, float... vector) {
        TestCollection collection = filled(distance);
        QueryPoints.Builder request = collection.near(vector).setScoreThreshold(threshold);
        return hits(collection.query(request));
    }

    private static TestCollection filled(Distance distance) {
        TestCollection collection = qdrant.collection(2, distance);
        collection.upsert(
                point(1, payload(), 3, 4),
                point(2, payload(), 1, 0),
                point(3, payload(), 0, 2),
                point(4, payload(), -3, 3));
        return collection;
    }

    private static void assertScores(List<ScoredPoint> points, double... expected) {
        assertThat(points).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) points.get(i).getScore())
                    .as("score of hit %d", i)
                    .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
