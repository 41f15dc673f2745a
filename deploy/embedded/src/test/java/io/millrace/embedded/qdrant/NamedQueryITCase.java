package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.VectorOutput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NamedQueryITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(Map.of(
                "text", QdrantServer.params(2, Distance.Cosine), "image", QdrantServer.params(3, Distance.Euclid)));
        collection.upsert(
                point(id(1), payload(), named(Map.of("text", new float[] {3, 4}, "image", new float[] {9, 0, 0}))),
                point(id(2), payload(), named(Map.of("text", new float[] {1, 0}, "image", new float[] {0, 5, 0}))),
                point(id(3), payload(), named(Map.of("image", new float[] {0, 0, 1}))),
                point(id(4), payload(), named(Map.of("text", new float[] {0, 2}))));
    }

    @Test
    void searchesTheVectorNamed() {
        List<ScoredPoint> byText = collection.query(collection.near(1, 0).setUsing("text"));
        List<ScoredPoint> byImage = collection.query(collection.near(0, 0, 0).setUsing("image"));

        assertThat(hits(byText)).containsExactly(2L, 1L, 4L);
        assertThat(byText.get(1).getScore()).isCloseTo(0.6f, within(1e-6f));
        assertThat(hits(byImage)).containsExactly(3L, 2L, 1L);
        assertThat(scores(byImage)).containsExactly(1f, 5f, 9f);
    }

    @Test
    void searchesByTheNamedVectorOfAPoint() {
        assertThat(hits(collection.query(byId(1).setUsing("text")))).containsExactly(4L, 2L);
        assertThat(hits(collection.query(byId(2).setUsing("image")))).containsExactly(3L, 1L);
    }

    @Test
    void returnsTheVectorsNamed() {
        ScoredPoint point = collection
                .query(collection
                        .near(0, 0, 0)
                        .setUsing("image")
                        .setLimit(2)
                        .setWithVectors(WithVectorsSelectorFactory.include(List.of("image"))))
                .get(1);

        Map<String, VectorOutput> vectors = point.getVectors().getVectors().getVectorsMap();
        assertThat(vectors).containsOnlyKeys("image");
        assertThat(vectors.get("image"))
                .extracting(v -> v.getDense().getDataList())
                .isEqualTo(List.of(0f, 5f, 0f));
    }

    @Test
    void refusesThePointThatHasNoSuchVector() {
        Refusal refusal =
                refusal(qdrant.client().queryAsync(byId(3).setUsing("text").build()));

        assertThat(refusal).isEqualTo(Refusal.notFound("Not found: Vector with name \"text\" for point not found"));
    }

    @Test
    void refusesAWrongDimensionOfTheVectorNamed() {
        Refusal refusal = refusal(qdrant.client()
                .queryAsync(collection.near(1, 0).setUsing("image").build()));

        assertThat(refusal).isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 3, got 2"));
    }

    private static QueryPoints.Builder byId(long id) {
        return QueryPoints.newBuilder().setCollectionName(collection.name()).setQuery(nearest(id));
    }
}
