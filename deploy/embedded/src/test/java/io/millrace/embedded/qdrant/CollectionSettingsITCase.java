package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.json;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.OptimizersConfigDiff;
import io.qdrant.client.grpc.Collections.QuantizationConfig;
import io.qdrant.client.grpc.Collections.QuantizationType;
import io.qdrant.client.grpc.Collections.ScalarQuantization;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CollectionSettingsITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @Test
    void keepsMetadataOfEveryType() {
        Map<String, Value> metadata = payload(
                "embedding", object("model", "minilm", "dim", 384, "scale", 1.0, "prefix", NULL),
                "tags", array("a", 1, true),
                "owner", "tests");

        TestCollection collection = create(request().putAllMetadata(metadata));

        assertThat(config(collection).getMetadataMap()).isEqualTo(metadata);
    }

    @Test
    void hasNoMetadataUnlessGiven() {
        assertThat(config(create(request())).getMetadataMap()).isEmpty();
    }

    @Test
    void mergesMetadataByTopLevelKey() {
        TestCollection collection =
                create(request().putAllMetadata(payload("kept", 1, "changed", object("a", 1, "b", 2))));

        update(
                collection,
                UpdateCollection.newBuilder().putAllMetadata(payload("changed", object("a", 3), "added", "new")));

        assertThat(config(collection).getMetadataMap())
                .isEqualTo(payload("kept", 1, "changed", object("a", 3), "added", "new"));
    }

    @Test
    void removesAMetadataKeyThatIsSetToNull() {
        TestCollection collection = create(request().putAllMetadata(payload("kept", 1, "removed", 2)));

        update(collection, UpdateCollection.newBuilder().putMetadata("removed", NULL));

        assertThat(config(collection).getMetadataMap()).isEqualTo(Map.of("kept", json(1)));
    }

    @Test
    void leavesMetadataAloneWhenSomethingElseIsUpdated() {
        TestCollection collection = create(request().putAllMetadata(payload("kept", 1)));

        update(
                collection,
                UpdateCollection.newBuilder()
                        .setOptimizersConfig(OptimizersConfigDiff.newBuilder().setIndexingThreshold(20_000)));

        assertThat(config(collection).getMetadataMap()).isEqualTo(payload("kept", 1));
        assertThat(config(collection).getOptimizerConfig().getIndexingThreshold())
                .isEqualTo(20_000);
    }

    @Test
    void showsTheIndexSettingsItWasGiven() {
        TestCollection collection = create(request()
                .setOnDiskPayload(true)
                .setHnswConfig(HnswConfigDiff.newBuilder().setM(24).setEfConstruct(200)));

        assertThat(config(collection).getParams().getOnDiskPayload()).isTrue();
        assertThat(config(collection).getHnswConfig().getM()).isEqualTo(24);
        assertThat(config(collection).getHnswConfig().getEfConstruct()).isEqualTo(200);
    }

    @Test
    void updatesOnlyTheIndexSettingsItIsGiven() {
        TestCollection collection = create(
                request().setHnswConfig(HnswConfigDiff.newBuilder().setM(24).setEfConstruct(200)));

        update(
                collection,
                UpdateCollection.newBuilder()
                        .setHnswConfig(HnswConfigDiff.newBuilder().setM(8)));

        assertThat(config(collection).getHnswConfig().getM()).isEqualTo(8);
        assertThat(config(collection).getHnswConfig().getEfConstruct()).isEqualTo(200);
    }

    @Test
    void showsTheQuantisationItWasGiven() {
        QuantizationConfig quantization = QuantizationConfig.newBuilder()
                .setScalar(ScalarQuantization.newBuilder().setType(QuantizationType.Int8))
                .build();

        TestCollection collection = create(request().setQuantizationConfig(quantization));

        assertThat(config(collection).getQuantizationConfig().getScalar().getType())
                .isEqualTo(QuantizationType.Int8);
        collection.upsert(point(1, payload(), 1, 2));
        assertThat(TestPoints.scores(collection.query(collection.near(3, 4)))).containsExactly(11f);
    }

    private static CreateCollection.Builder request() {
        return CreateCollection.newBuilder()
                .setCollectionName(qdrant.name())
                .setVectorsConfig(VectorsConfig.newBuilder().setParams(QdrantServer.params(2, Distance.Dot)));
    }

    private static TestCollection create(CreateCollection.Builder request) {
        var response = answer(qdrant.client().createCollectionAsync(request.build()));
        assertThat(response.getResult()).isTrue();
        return new TestCollection(qdrant.client(), request.getCollectionName());
    }

    private static void update(TestCollection collection, UpdateCollection.Builder request) {
        var response = answer(qdrant.client()
                .updateCollectionAsync(
                        request.setCollectionName(collection.name()).build()));
        assertThat(response.getResult()).isTrue();
    }

    private static CollectionConfig config(TestCollection collection) {
        return collection.info().getConfig();
    }
}
