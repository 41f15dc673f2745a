package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Status codes and whole messages. */
class ErrorsITCase {

    private static final String LIMIT_OF_NOTHING =
            "Validation error in body: [limit: value 0 invalid, must be 1 or larger]";

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection unnamed;
    private static TestCollection named;

    @BeforeAll
    static void fill() {
        unnamed = qdrant.collection(4, Distance.Dot);
        unnamed.upsert(point(1, payload(), 1, 2, 3, 4));
        named = qdrant.collection(Map.of("text", QdrantServer.params(4, Distance.Dot)));
        named.upsert(point(id(1), payload(), named(Map.of("text", new float[] {1, 2, 3, 4}))));
    }

    @Test
    void wrongDimensionOfAnUnnamedVector() {
        assertThat(upsert(unnamed, point(2, payload(), 1, 2, 3)))
                .isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 4, got 3"));
    }

    @Test
    void wrongDimensionOfANamedVector() {
        assertThat(upsert(named, point(id(2), payload(), named(Map.of("text", new float[] {1, 2, 3})))))
                .isEqualTo(Refusal.invalid(
                        "Wrong input: Vector dimension error: expected dim: 4, got 3 for vector 'text'"));
    }

    @Test
    void wrongDimensionOfAQuery() {
        assertThat(query(unnamed.near(1, 2, 3)))
                .isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 4, got 3"));
    }

    @Test
    void wrongDimensionOfAVectorUpdate() {
        PointVectors update = PointVectors.newBuilder()
                .setId(id(1))
                .setVectors(vectors(1, 2, 3))
                .build();

        assertThat(refusal(qdrant.client().updateVectorsAsync(unnamed.name(), List.of(update))))
                .isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 4, got 3"));
    }

    @Test
    void unknownVectorNameOfAnUpsert() {
        assertThat(upsert(named, point(id(2), payload(), named(Map.of("image", new float[] {1, 2, 3, 4})))))
                .isEqualTo(Refusal.invalid("Wrong input: Not existing vector name error: image"));
        assertThat(named.ids()).containsExactly(1L);
    }

    @Test
    void unknownVectorNameOfAnUpsertThatDoesNotWaitIsDropped() {
        UpsertPoints request = UpsertPoints.newBuilder()
                .setCollectionName(named.name())
                .addPoints(point(id(3), payload(), named(Map.of("image", new float[] {1, 2, 3, 4}))))
                .build();

        assertThat(answer(qdrant.client().upsertAsync(request)).getStatus()).isEqualTo(UpdateStatus.Acknowledged);
        // What waits is applied after what came before it.
        named.upsert(point(id(1), payload(), named(Map.of("text", new float[] {1, 2, 3, 4}))));
        assertThat(named.ids()).containsExactly(1L);
    }

    @Test
    void unnamedVectorWhereTheyAreNamed() {
        assertThat(upsert(named, point(2, payload(), 1, 2, 3, 4)))
                .isEqualTo(Refusal.invalid("Wrong input: Not existing vector name error: "));
        assertThat(query(named.near(1, 2, 3, 4)))
                .isIn(
                        Refusal.invalid("Wrong input: Not existing vector name error: "),
                        Refusal.invalid("Wrong input: Collection requires specified vector name in the request, "
                                + "available names: text"));
    }

    @Test
    void unknownVectorNameOfAVectorUpdate() {
        PointVectors update = PointVectors.newBuilder()
                .setId(id(1))
                .setVectors(named(Map.of("image", new float[] {1, 2, 3, 4})))
                .build();

        assertThat(refusal(qdrant.client().updateVectorsAsync(named.name(), List.of(update))))
                .isEqualTo(Refusal.invalid("Wrong input: Not existing vector name error: image"));
    }

    @Test
    void unknownVectorNameOfAQuery() {
        Refusal refusal = query(named.near(1, 2, 3, 4).setUsing("image"));

        assertThat(refusal)
                .isIn(
                        Refusal.invalid("Wrong input: Not existing vector name error: image"),
                        Refusal.invalid("Wrong input: Vector with name `image` is not configured in this collection, "
                                + "available names: text"));
    }

    @Test
    void noVectors() {
        PointStruct point = PointStruct.newBuilder()
                .setId(id(2))
                .putAllPayload(payload("a", 1))
                .build();

        assertThat(upsert(unnamed, point)).isEqualTo(Refusal.invalid("Expected some vectors"));
        assertThat(upsert(named, point)).isEqualTo(Refusal.invalid("Expected some vectors"));
    }

    @Test
    void sparseVectorWhereADenseOneBelongs() {
        var sparse = vector(List.of(1f, 2f), List.of(0, 3));

        assertThat(upsert(named, point(id(2), payload(), namedVectors(Map.of("text", sparse)))))
                .isEqualTo(Refusal.invalid("Wrong input: Conversion between sparse and regular vectors failed"));
    }

    @Test
    void sparseQueryWhereADenseOneBelongs() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(named.name())
                .setUsing("text")
                .setQuery(nearest(List.of(1f, 2f), List.of(0, 3)));

        assertThat(query(request))
                .isEqualTo(Refusal.invalid("Wrong input: Conversion between sparse and regular vectors failed"));
    }

    @Test
    void limitOfNothing() {
        ScrollPoints scroll = ScrollPoints.newBuilder()
                .setCollectionName(unnamed.name())
                .setLimit(0)
                .build();

        assertThat(query(unnamed.near(1, 2, 3, 4).setLimit(0))).isEqualTo(Refusal.invalid(LIMIT_OF_NOTHING));
        assertThat(refusal(qdrant.client().scrollAsync(scroll))).isEqualTo(Refusal.invalid(LIMIT_OF_NOTHING));
    }

    @Test
    void queryByAPointThatIsMissing() {
        QueryPoints.Builder request =
                QueryPoints.newBuilder().setCollectionName(unnamed.name()).setQuery(nearest(77));

        assertThat(query(request)).isEqualTo(Refusal.notFound("Not found: Vector with name \"\" for point not found"));
    }

    @Test
    void thresholdWithoutAQuery() {
        QueryPoints.Builder request =
                QueryPoints.newBuilder().setCollectionName(unnamed.name()).setScoreThreshold(1);

        assertThat(query(request).code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void prefetchWithoutAQuery() {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(unnamed.name())
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(1, 2, 3, 4)));

        // The embedded store need not know prefetches at all.
        assertThat(query(request).code()).isIn(Status.Code.INVALID_ARGUMENT, Status.Code.UNIMPLEMENTED);
    }

    private static Refusal upsert(TestCollection collection, PointStruct point) {
        return refusal(qdrant.client().upsertAsync(collection.name(), List.of(point)));
    }

    private static Refusal query(QueryPoints.Builder request) {
        return refusal(qdrant.client().queryAsync(request.build()));
    }
}
