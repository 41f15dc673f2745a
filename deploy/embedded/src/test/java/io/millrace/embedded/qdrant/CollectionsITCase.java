package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.eventually;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollectionsITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @ParameterizedTest
    @EnumSource(names = {"Cosine", "Euclid", "Dot", "Manhattan"})
    void keepsTheSizeAndTheDistanceOfAnUnnamedVector(Distance distance) {
        TestCollection collection = qdrant.collection(7, distance);

        VectorParams params =
                collection.info().getConfig().getParams().getVectorsConfig().getParams();

        assertThat(params.getSize()).isEqualTo(7);
        assertThat(params.getDistance()).isEqualTo(distance);
    }

    @Test
    void keepsTheSizesAndTheDistancesOfNamedVectors() {
        Map<String, VectorParams> vectors = Map.of(
                "title", QdrantServer.params(3, Distance.Cosine), "image", QdrantServer.params(5, Distance.Manhattan));
        TestCollection collection = qdrant.collection(vectors);

        Map<String, VectorParams> kept = collection
                .info()
                .getConfig()
                .getParams()
                .getVectorsConfig()
                .getParamsMap()
                .getMapMap();

        assertThat(kept).containsOnlyKeys("title", "image");
        assertThat(kept.get("title")).extracting(VectorParams::getSize).isEqualTo(3L);
        assertThat(kept.get("title")).extracting(VectorParams::getDistance).isEqualTo(Distance.Cosine);
        assertThat(kept.get("image")).extracting(VectorParams::getSize).isEqualTo(5L);
        assertThat(kept.get("image")).extracting(VectorParams::getDistance).isEqualTo(Distance.Manhattan);
    }

    @Test
    void turnsGreenAndCountsItsPoints() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);

        collection.upsert(point(1, payload(), 1, 2), point(2, payload(), 3, 4));

        eventually("the collection is green", () -> collection.info().getStatus() == CollectionStatus.Green);
        assertThat(collection.info().getPointsCount()).isEqualTo(2);
    }

    @Test
    void hasAnEmptyUpdateQueueOnceItsWritesAreApplied() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);

        collection.upsert(point(1, payload(), 1, 2));

        eventually(
                "the queue is empty", () -> collection.info().getUpdateQueue().getLength() == 0);
    }

    @Test
    void listsWhatExists() {
        TestCollection first = qdrant.collection(2, Distance.Dot);
        TestCollection second = qdrant.collection(2, Distance.Dot);

        List<String> names = answer(qdrant.client().listCollectionsAsync());

        assertThat(names).contains(first.name(), second.name()).doesNotHaveDuplicates();
    }

    @Test
    void knowsWhatExists() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);

        assertThat(answer(qdrant.client().collectionExistsAsync(collection.name())))
                .isTrue();
        assertThat(answer(qdrant.client().collectionExistsAsync(qdrant.name()))).isFalse();
    }

    @Test
    void deletesACollectionWithItsPoints() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(point(1, payload(), 1, 2));

        CollectionOperationResponse response = delete(collection.name());

        assertThat(response.getResult()).isTrue();
        assertThat(answer(qdrant.client().collectionExistsAsync(collection.name())))
                .isFalse();
        assertThat(answer(qdrant.client().listCollectionsAsync())).doesNotContain(collection.name());
        assertThat(refusal(qdrant.client().getCollectionInfoAsync(collection.name())))
                .isEqualTo(Refusal.missingCollection(collection.name()));
    }

    @Test
    void startsEmptyWhenItsNameIsUsedAgain() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(point(1, payload("colour", "red"), 1, 2));
        delete(collection.name());

        answer(qdrant.client().createCollectionAsync(collection.name(), QdrantServer.params(3, Distance.Dot)));

        assertThat(collection.ids()).isEmpty();
        collection.upsert(point(9, payload(), 1, 2, 3));
        assertThat(collection.ids()).containsExactly(9L);
    }

    @Test
    void answersFalseWhenThereIsNothingToDelete() {
        assertThat(delete(qdrant.name()).getResult()).isFalse();
    }

    @Test
    void refusesToCreateWhatExists() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);

        Refusal refusal =
                refusal(qdrant.client().createCollectionAsync(collection.name(), QdrantServer.params(2, Distance.Dot)));

        assertThat(refusal)
                .isEqualTo(new Refusal(
                        Status.Code.ALREADY_EXISTS,
                        "Wrong input: Collection `" + collection.name() + "` already exists!"));
    }

    @Test
    void takesAVectorOf4096Dimensions() {
        TestCollection collection = qdrant.collection(4096, Distance.Cosine);

        assertThat(collection
                        .info()
                        .getConfig()
                        .getParams()
                        .getVectorsConfig()
                        .getParams()
                        .getSize())
                .isEqualTo(4096);
    }

    @Test
    void refusesAVectorOfNoDimensions() {
        Refusal refusal =
                refusal(qdrant.client().createCollectionAsync(qdrant.name(), QdrantServer.params(0, Distance.Dot)));

        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.message())
                .startsWith("Validation error in body: [")
                .contains("value 0 invalid, must be from 1 to 65536");
    }

    @Test
    void refusesNamesThatAreEmptyTooLongOrHoldASlash() {
        for (String name : List.of("", "x".repeat(256), "a/b")) {
            // The stub, since the client itself refuses an empty name.
            Refusal refusal = refusal(qdrant.client()
                    .grpcClient()
                    .collections()
                    .create(CreateCollection.newBuilder()
                            .setCollectionName(name)
                            .build()));

            assertThat(refusal.code()).as("for '%s'", name).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refusal.message()).startsWith("Validation error in body: [collection_name: ");
        }
    }

    private static CollectionOperationResponse delete(String name) {
        return answer(qdrant.client()
                .grpcClient()
                .collections()
                .delete(DeleteCollection.newBuilder().setCollectionName(name).build()));
    }
}
