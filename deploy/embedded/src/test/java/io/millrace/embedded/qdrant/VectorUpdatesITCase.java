package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.vectorOf;
import static io.qdrant.client.ConditionFactory.hasVector;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VectorUpdatesITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void fill() {
        collection = qdrant.collection(
                Map.of("a", QdrantServer.params(2, Distance.Dot), "b", QdrantServer.params(2, Distance.Dot)));
        for (int id = 1; id <= 2; id++) {
            collection.upsert(point(
                    id(id),
                    payload("colour", id == 1 ? "red" : "blue"),
                    named(Map.of("a", new float[] {id, 0}, "b", new float[] {0, id}))));
        }
    }

    @Test
    void changeTheVectorNamedAndLeaveTheRest() {
        var result = answer(qdrant.client()
                .updateVectorsAsync(collection.name(), List.of(vectorsOf(1, named(Map.of("a", new float[] {9, 9}))))));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(vectorOf(collection.get(1), "a")).containsExactly(9f, 9f);
        assertThat(vectorOf(collection.get(1), "b")).containsExactly(0f, 1f);
        assertThat(vectorOf(collection.get(2), "a")).containsExactly(2f, 0f);
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("colour", "red"));
        assertThat(hits(collection.query(collection.near(1, 0).setUsing("a")))).containsExactly(1L, 2L);
    }

    @Test
    void changeAnUnnamedVector() {
        TestCollection unnamed = qdrant.collection(2, Distance.Dot);
        unnamed.upsert(point(1, payload("kept", true), 1, 2));

        answer(qdrant.client().updateVectorsAsync(unnamed.name(), List.of(vectorsOf(1, vectors(7, 8)))));

        assertThat(vectorOf(unnamed.get(1))).containsExactly(7f, 8f);
        assertThat(unnamed.get(1).getPayloadMap()).isEqualTo(payload("kept", true));
    }

    @Test
    void refuseAPointThatIsMissing() {
        Refusal refusal = refusal(qdrant.client()
                .updateVectorsAsync(collection.name(), List.of(vectorsOf(5, named(Map.of("a", new float[] {9, 9}))))));

        assertThat(refusal).isEqualTo(Refusal.notFound("Not found: No point with id 5 found"));
        assertThat(collection.ids()).containsExactly(1L, 2L);
    }

    @Test
    void removeAVectorByIds() {
        var result = answer(qdrant.client().deleteVectorsAsync(collection.name(), List.of("a"), ids(1)));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.get(1).getVectors().getVectors().getVectorsMap()).containsOnlyKeys("b");
        assertThat(collection.get(2).getVectors().getVectors().getVectorsMap()).containsOnlyKeys("a", "b");
        assertThat(hits(collection.query(collection.near(1, 0).setUsing("a")))).containsExactly(2L);
        assertThat(collection.ids(must(hasVector("a")))).containsExactly(2L);
        assertThat(collection.ids()).containsExactly(1L, 2L);
    }

    @Test
    void removeVectorsByFilter() {
        answer(qdrant.client()
                .deleteVectorsAsync(collection.name(), List.of("a", "b"), must(matchKeyword("colour", "blue"))));

        assertThat(collection.ids(must(hasVector("a")))).containsExactly(1L);
        assertThat(collection.ids(must(hasVector("b")))).containsExactly(1L);
        assertThat(collection.get(2).getPayloadMap()).isEqualTo(payload("colour", "blue"));
    }

    @Test
    void giveBackAVectorThatWasRemoved() {
        answer(qdrant.client().deleteVectorsAsync(collection.name(), List.of("a"), ids(1)));

        answer(qdrant.client()
                .updateVectorsAsync(collection.name(), List.of(vectorsOf(1, named(Map.of("a", new float[] {5, 5}))))));

        assertThat(vectorOf(collection.get(1), "a")).containsExactly(5f, 5f);
        assertThat(vectorOf(collection.get(1), "b")).containsExactly(0f, 1f);
    }

    @Test
    void areReturnedByTheNamesAskedFor() {
        GetPoints request = GetPoints.newBuilder()
                .setCollectionName(collection.name())
                .addAllIds(ids(1))
                .setWithVectors(WithVectorsSelectorFactory.include(List.of("b")))
                .build();

        var point =
                answer(qdrant.client().retrieveAsync(request, Calls.PATIENCE)).get(0);

        assertThat(point.getVectors().getVectors().getVectorsMap()).containsOnlyKeys("b");
        assertThat(vectorOf(point, "b")).containsExactly(0f, 1f);
    }

    private static PointVectors vectorsOf(long id, Vectors vectors) {
        return PointVectors.newBuilder().setId(id(id)).setVectors(vectors).build();
    }
}
