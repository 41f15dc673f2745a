package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.vectorOf;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.NamedVectors;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import io.qdrant.client.grpc.Points.VectorsOutput;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorsITCase {

    private static final int LARGE = 4096;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @ParameterizedTest
    @EnumSource(names = {"Euclid", "Dot", "Manhattan"})
    void comeBackAsTheyWereSent(Distance distance) {
        TestCollection collection = qdrant.collection(3, distance);

        collection.upsert(point(1, payload(), 0.1f, -2.5f, 3e7f), point(2, payload(), 0, 0, 0));

        assertThat(vectorOf(collection.get(1))).containsExactly(0.1f, -2.5f, 3e7f);
        assertThat(vectorOf(collection.get(2))).containsExactly(0f, 0f, 0f);
    }

    @Test
    void comeBackOfUnitLengthUnderCosine() {
        TestCollection collection = qdrant.collection(2, Distance.Cosine);

        collection.upsert(point(1, payload(), 3, 4), point(2, payload(), 0, 0));

        assertThat(vectorOf(collection.get(1)).get(0)).isCloseTo(0.6f, within(1e-6f));
        assertThat(vectorOf(collection.get(1)).get(1)).isCloseTo(0.8f, within(1e-6f));
        assertThat(vectorOf(collection.get(2))).containsExactly(0f, 0f);
    }

    @Test
    void comeBackUnnamedAndOnlyInTheirPresentForm() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(point(1, payload(), 1, 2));

        VectorsOutput output = collection.get(1).getVectors();

        assertThat(output.hasVector()).isTrue();
        assertThat(output.getVector().hasDense()).isTrue();
        assertThat(output.getVector().getAllFields()).hasSize(1);
    }

    @Test
    void comeBackByName() {
        TestCollection collection = qdrant.collection(
                Map.of("two", QdrantServer.params(2, Distance.Dot), "three", QdrantServer.params(3, Distance.Euclid)));

        collection.upsert(point(
                id(1), payload(), TestPoints.named(Map.of("two", new float[] {1, 2}, "three", new float[] {3, 4, 5}))));

        RetrievedPoint stored = collection.get(1);
        assertThat(stored.getVectors().getVectors().getVectorsMap()).containsOnlyKeys("two", "three");
        assertThat(vectorOf(stored, "two")).containsExactly(1f, 2f);
        assertThat(vectorOf(stored, "three")).containsExactly(3f, 4f, 5f);
    }

    @Test
    @SuppressWarnings("deprecation") // what many clients still send
    void mayBeSentInTheirFormerFlatForm() {
        TestCollection unnamed = qdrant.collection(2, Distance.Dot);
        TestCollection named = qdrant.collection(Map.of("text", QdrantServer.params(2, Distance.Dot)));
        Vector flat = Vector.newBuilder().addAllData(List.of(1f, 2f)).build();

        unnamed.upsert(
                point(id(1), payload(), Vectors.newBuilder().setVector(flat).build()));
        named.upsert(point(
                id(1),
                payload(),
                Vectors.newBuilder()
                        .setVectors(NamedVectors.newBuilder().putVectors("text", flat))
                        .build()));

        assertThat(vectorOf(unnamed.get(1))).containsExactly(1f, 2f);
        assertThat(vectorOf(named.get(1), "text")).containsExactly(1f, 2f);
    }

    @Test
    void mayBeLeftOutWhenNamed() {
        TestCollection collection = qdrant.collection(Map.of("text", QdrantServer.params(2, Distance.Dot)));

        collection.upsert(point(id(1), payload("only", "payload"), TestPoints.named(Map.of())));

        assertThat(collection.ids()).containsExactly(1L);
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("only", "payload"));
        assertThat(collection.get(1).getVectors().getVectors().getVectorsMap()).isEmpty();
        assertThat(collection.query(collection.near(1, 1).setUsing("text"))).isEmpty();
    }

    @Test
    void areReplacedTogether() {
        TestCollection collection = qdrant.collection(
                Map.of("a", QdrantServer.params(2, Distance.Dot), "b", QdrantServer.params(2, Distance.Dot)));
        collection.upsert(point(
                id(1), payload(), TestPoints.named(Map.of("a", new float[] {1, 2}, "b", new float[] {3, 4}))));

        collection.upsert(point(id(1), payload(), TestPoints.named(Map.of("a", new float[] {5, 6}))));

        assertThat(collection.get(1).getVectors().getVectors().getVectorsMap()).containsOnlyKeys("a");
        assertThat(vectorOf(collection.get(1), "a")).containsExactly(5f, 6f);
    }

    @Test
    void mayHave4096Dimensions() {
        TestCollection collection = qdrant.collection(LARGE, Distance.Dot);
        float[] first = random(1);
        float[] second = random(2);

        answer(qdrant.client()
                .upsertAsync(
                        collection.name(),
                        List.of(point(id(1), payload(), vectors(first)), point(id(2), payload(), vectors(second)))));

        assertThat(vectorOf(collection.get(1))).hasSize(LARGE).first().isEqualTo(first[0]);
        assertThat(vectorOf(collection.get(2)).get(LARGE - 1)).isEqualTo(second[LARGE - 1]);
        assertThat(hits(collection.query(collection.near(first)))).containsExactly(1L, 2L);
        assertThat(hits(collection.query(collection.near(second)))).containsExactly(2L, 1L);
    }

    private static float[] random(long seed) {
        var random = new SplittableRandom(seed);
        var vector = new float[LARGE];
        for (int i = 0; i < LARGE; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }
}
