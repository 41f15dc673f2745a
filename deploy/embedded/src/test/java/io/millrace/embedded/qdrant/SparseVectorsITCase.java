package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.nearestSparse;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.sparse;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseIndexConfig;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.SparseIndices;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.VectorOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Points with a dense vector, "text", and a sparse one, "words". */
class SparseVectorsITCase {

    private static final String MIXED_UP = "Wrong input: Conversion between sparse and regular vectors failed";

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void fill() {
        collection =
                qdrant.collection(Map.of("text", QdrantServer.params(2, Distance.Dot)), Map.of("words", Modifier.Idf));
        collection.upsert(
                point(id(1), payload("n", 1), namedVectors(Map.of("text", vector(1, 2), "words", sparse(5, 1, 2, 4)))));
    }

    @Test
    void comeBackInTheOrderOfTheirIndices() {
        VectorOutput words = words(1);

        assertThat(words.getSparse().getIndicesList()).containsExactly(2, 5);
        assertThat(words.getSparse().getValuesList()).containsExactly(4f, 1f);
        assertThat(TestPoints.vectorOf(collection.get(1), "text")).containsExactly(1f, 2f);
    }

    @Test
    @SuppressWarnings("deprecation") // What older clients send.
    void areTakenInTheOlderForm() {
        Vector older = Vector.newBuilder()
                .addAllData(List.of(0.5f, 1.5f))
                .setIndices(SparseIndices.newBuilder().addAllData(List.of(8, 3)))
                .build();

        collection.upsert(point(id(2), payload(), namedVectors(Map.of("words", older))));

        assertThat(words(2).getSparse().getIndicesList()).containsExactly(3, 8);
        assertThat(words(2).getSparse().getValuesList()).containsExactly(1.5f, 0.5f);
    }

    @Test
    void areChangedAndRemovedByName() {
        var update = PointVectors.newBuilder()
                .setId(id(1))
                .setVectors(namedVectors(Map.of("words", sparse(7, 2))))
                .build();
        answer(qdrant.client().updateVectorsAsync(collection.name(), List.of(update)));

        assertThat(words(1).getSparse().getIndicesList()).containsExactly(7);
        assertThat(found(2)).isEmpty();
        assertThat(found(7)).containsExactly(1L);

        answer(qdrant.client().deleteVectorsAsync(collection.name(), List.of("words"), ids(1)));

        assertThat(collection.get(1).getVectors().getVectors().getVectorsMap()).containsOnlyKeys("text");
        assertThat(found(7)).isEmpty();
    }

    @Test
    void stayWhenThePayloadChanges() {
        answer(qdrant.client().setPayloadAsync(collection.name(), payload("n", 2), id(1), true, null, null));

        assertThat(words(1).getSparse().getIndicesList()).containsExactly(2, 5);
        assertThat(found(5)).containsExactly(1L);
    }

    @Test
    void standBesideAnUnnamedVector() {
        String name = qdrant.name();
        answer(qdrant.client()
                .createCollectionAsync(CreateCollection.newBuilder()
                        .setCollectionName(name)
                        .setVectorsConfig(VectorsConfig.newBuilder().setParams(QdrantServer.params(2, Distance.Dot)))
                        .setSparseVectorsConfig(config(SparseVectorParams.newBuilder()))
                        .build()));
        var beside = new TestCollection(qdrant.client(), name);
        beside.upsert(
                point(id(1), payload(), namedVectors(Map.of("", vector(1, 2), "words", sparse(1, 1)))),
                point(2, payload(), 3, 4));

        assertThat(beside.get(1).getVectors().getVectors().getVectorsMap()).containsOnlyKeys("", "words");
        assertThat(TestPoints.vectorOf(beside.get(2))).containsExactly(3f, 4f);
        assertThat(hits(beside.query(beside.near(1, 1)))).containsExactly(2L, 1L);
    }

    @Test
    void areDeclaredAsTheyWereAskedFor() {
        var declared = collection.info().getConfig().getParams().getSparseVectorsConfig();

        assertThat(declared.getMapMap()).containsOnlyKeys("words");
        assertThat(declared.getMapOrThrow("words").getModifier()).isEqualTo(Modifier.Idf);
    }

    @Test
    void changeTheirModifierAndKeepTheRest() {
        answer(qdrant.client()
                .updateCollectionAsync(UpdateCollection.newBuilder()
                        .setCollectionName(collection.name())
                        .setSparseVectorsConfig(config(SparseVectorParams.newBuilder()
                                .setModifier(Modifier.None)
                                .setIndex(SparseIndexConfig.newBuilder().setOnDisk(true))))
                        .build()));

        assertThat(collection.query(request(2)).get(0).getScore()).isEqualTo(4f);
    }

    @Test
    void areRefusedWhereADenseOneBelongsAndTheOtherWayRound() {
        assertThat(upsert("words", vector(1, 2))).isEqualTo(Refusal.invalid(MIXED_UP));
        assertThat(upsert("text", sparse(1, 2))).isEqualTo(Refusal.invalid(MIXED_UP));
        assertThat(refusal(qdrant.client()
                        .queryAsync(collection.near(1, 2).setUsing("words").build())))
                .isEqualTo(Refusal.invalid(MIXED_UP));
    }

    @Test
    void areRefusedWhenTheirIndicesRepeatOrDoNotFit() {
        assertThat(upsert("words", sparse(3, 1, 3, 2)))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .satisfies(refusal -> assertThat(refusal.message())
                        .startsWith("Validation error in body")
                        .contains("must be unique"));
        assertThat(upsert("words", vector(List.of(1f), List.of(1, 2))).message())
                .startsWith("Validation error in body")
                .contains("must be the same length");
        assertThat(collection.ids()).containsExactly(1L);
    }

    @Test
    void areRefusedUnderANameThatIsNotTheirs() {
        assertThat(upsert("other", sparse(1, 1)))
                .isEqualTo(Refusal.invalid("Wrong input: Not existing vector name error: other"));
    }

    @Test
    void needANameThatNoDenseVectorHas() {
        Refusal refusal = refusal(qdrant.client()
                .createCollectionAsync(CreateCollection.newBuilder()
                        .setCollectionName(qdrant.name())
                        .setVectorsConfig(VectorsConfig.newBuilder().setParams(QdrantServer.params(2, Distance.Dot)))
                        .setSparseVectorsConfig(
                                SparseVectorConfig.newBuilder().putMap("", SparseVectorParams.getDefaultInstance()))
                        .build()));

        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.message()).contains("must be unique");
    }

    @Test
    void outlastARestart(@TempDir Path data) {
        Assumptions.assumeTrue(RunningServer.externalUrl() == null, "a real server isn't restarted");
        for (int round = 0; round < 2; round++) {
            try (var store = EmbeddedQdrant.start(data, 0, null);
                    var connection = Connection.to(store.url(), null)) {
                var points = new TestCollection(connection.client(), "points");
                if (round == 0) {
                    answer(connection
                            .client()
                            .createCollectionAsync(CreateCollection.newBuilder()
                                    .setCollectionName("points")
                                    .setSparseVectorsConfig(config(
                                            SparseVectorParams.newBuilder().setModifier(Modifier.Idf)))
                                    .build()));
                    points.upsert(
                            point(id(1), payload(), namedVectors(Map.of("words", sparse(5, 1, 2, 4)))),
                            point(id(2), payload(), namedVectors(Map.of("words", sparse(5, 2)))));
                }
                assertThat(points.info()
                                .getConfig()
                                .getParams()
                                .getSparseVectorsConfig()
                                .getMapMap())
                        .containsOnlyKeys("words");
                assertThat(points.get(1)
                                .getVectors()
                                .getVectors()
                                .getVectorsOrThrow("words")
                                .getSparse()
                                .getValuesList())
                        .containsExactly(4f, 1f);
                QueryPoints.Builder request = QueryPoints.newBuilder()
                        .setCollectionName("points")
                        .setQuery(nearestSparse(5, 1))
                        .setUsing("words");
                assertThat(hits(points.query(request))).containsExactly(2L, 1L);
            }
        }
    }

    private static SparseVectorConfig.Builder config(SparseVectorParams.Builder words) {
        return SparseVectorConfig.newBuilder().putMap("words", words.build());
    }

    private VectorOutput words(long id) {
        return collection.get(id).getVectors().getVectors().getVectorsOrThrow("words");
    }

    private List<Long> found(int index) {
        return hits(collection.query(request(index)));
    }

    private QueryPoints.Builder request(int index) {
        return QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(nearestSparse(index, 1))
                .setUsing("words");
    }

    private Refusal upsert(String name, Vector vector) {
        return refusal(qdrant.client()
                .upsertAsync(collection.name(), List.of(point(id(9), payload(), namedVectors(Map.of(name, vector))))));
    }
}
