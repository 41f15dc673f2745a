package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.millrace.embedded.qdrant.TestPoints.sparse;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.recommend;
import static io.qdrant.client.VectorInputFactory.vectorInput;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Points.LookupLocation;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RecommendInput;
import io.qdrant.client.grpc.Points.RecommendStrategy;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Five points, compared by the dot product: 1 at (1, 0), 2 at (0, 1), 3 at (2, 1), 4 at (1, 3), 5 at (-2, -1). */
class RecommendITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload(), 1, 0),
                point(2, payload(), 0, 1),
                point(3, payload(), 2, 1),
                point(4, payload(), 1, 3),
                point(5, payload(), -2, -1));
    }

    @Test
    void asksWithTheAverageUnlessToldOtherwise() {
        List<ScoredPoint> points = query(RecommendInput.newBuilder()
                .addPositive(vectorInput(id(1)))
                .addPositive(vectorInput(3, 0))
                .addNegative(vectorInput(id(2))));

        // Twice (2, 0), less (0, 1), is (4, -1).
        assertThat(hits(points)).containsExactly(3L, 4L, 5L);
        assertThat(scores(points)).containsExactly(7f, 1f, -7f);
    }

    @Test
    void scoresByTheBestExample() {
        List<ScoredPoint> points = query(RecommendInput.newBuilder()
                .setStrategy(RecommendStrategy.BestScore)
                .addPositive(vectorInput(id(1)))
                .addNegative(vectorInput(id(2))));

        // 3 has 2 and 1: (2/3 + 1) / 2. 4 has 1 and 3: -(3/4 + 1) / 2. 5 has -2 and -1: -(-1/2 + 1) / 2.
        assertThat(hits(points)).containsExactly(3L, 5L, 4L);
        assertThat(points.get(0).getScore()).isCloseTo(5 / 6f, within(1e-6f));
        assertThat(points.get(1).getScore()).isCloseTo(-1 / 4f, within(1e-6f));
        assertThat(points.get(2).getScore()).isCloseTo(-7 / 8f, within(1e-6f));
    }

    @Test
    void scoresByTheSumOverExamples() {
        List<ScoredPoint> points = query(RecommendInput.newBuilder()
                .setStrategy(RecommendStrategy.SumScores)
                .addPositive(vectorInput(id(1)))
                .addPositive(vectorInput(1, 1))
                .addNegative(vectorInput(id(2))));

        // The products with (1, 0) and (1, 1), less those with (0, 1), are those with (2, 0).
        assertThat(hits(points)).containsExactly(3L, 4L, 5L);
        assertThat(scores(points)).containsExactly(4f, 2f, -4f);
    }

    @Test
    void takesNegativeExamplesAlone() {
        List<ScoredPoint> points = query(RecommendInput.newBuilder()
                .setStrategy(RecommendStrategy.SumScores)
                .addNegative(vectorInput(id(4))));

        assertThat(hits(points)).startsWith(5L);
    }

    @Test
    void passesOverIdsThatAreNotThere() {
        List<ScoredPoint> points = query(
                RecommendInput.newBuilder().addPositive(vectorInput(id(1))).addPositive(vectorInput(id(99))));

        assertThat(hits(points)).containsExactly(3L, 4L, 2L, 5L);
    }

    @Test
    void takesExamplesFromAnotherCollection() {
        TestCollection other = qdrant.collection(2, Distance.Dot);
        other.upsert(point(1, payload(), 0, 1));
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(recommend(RecommendInput.newBuilder()
                        .addPositive(vectorInput(id(1)))
                        .build()))
                .setLookupFrom(LookupLocation.newBuilder().setCollectionName(other.name()));

        assertThat(hits(collection.query(request))).containsExactly(4L, 2L, 3L, 1L, 5L);
    }

    @Test
    void averagesSparseVectors() {
        TestCollection words = qdrant.collection(Map.of(), Map.of("words", Modifier.None));
        words.upsert(
                point(id(1), payload(), namedVectors(Map.of("words", sparse(1, 2, 2, 2)))),
                point(id(2), payload(), namedVectors(Map.of("words", sparse(2, 1, 3, 4)))),
                point(id(3), payload(), namedVectors(Map.of("words", sparse(1, 1, 3, 0.5)))));
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(words.name())
                .setUsing("words")
                .setQuery(recommend(RecommendInput.newBuilder()
                        .addPositive(vectorInput(id(1)))
                        .addNegative(vectorInput(id(2)))
                        .build()));

        // Twice the first, less the second: 4 at 1, 3 at 2, -4 at 3.
        List<ScoredPoint> points = words.query(request);

        assertThat(hits(points)).containsExactly(3L);
        assertThat(scores(points)).containsExactly(2f);
    }

    @Test
    void needsExamples() {
        assertThat(refused(RecommendInput.newBuilder().addNegative(vectorInput(id(1)))))
                .isEqualTo(
                        Refusal.invalid("Bad request: Positive vectors should not be empty with `average` strategy"));
        assertThat(refused(RecommendInput.newBuilder().setStrategy(RecommendStrategy.BestScore)))
                .isEqualTo(Refusal.invalid(
                        "Bad request: At least one positive or negative vector ID required with this" + " strategy"));
    }

    @Test
    void refusesExamplesOfAnotherSize() {
        assertThat(refused(RecommendInput.newBuilder()
                        .addPositive(vectorInput(1, 2, 3))
                        .addPositive(vectorInput(id(1)))))
                .isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 2, got 3"));
    }

    private static QueryPoints.Builder request(RecommendInput.Builder input) {
        return QueryPoints.newBuilder().setCollectionName(collection.name()).setQuery(recommend(input.build()));
    }

    private static List<ScoredPoint> query(RecommendInput.Builder input) {
        return collection.query(request(input));
    }

    private static Refusal refused(RecommendInput.Builder input) {
        return refusal(qdrant.client().queryAsync(request(input).build()));
    }
}
