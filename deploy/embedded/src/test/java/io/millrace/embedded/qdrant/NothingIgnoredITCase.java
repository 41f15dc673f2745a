package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.QueryFactory;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Points.LookupLocation;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ReadConsistency;
import io.qdrant.client.grpc.Points.ReadConsistencyType;
import io.qdrant.client.grpc.Points.UpdateMode;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.WriteOrdering;
import io.qdrant.client.grpc.Points.WriteOrderingType;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request asks beyond the ordinary is either done or refused as unimplemented, never passed over. */
class NothingIgnoredITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(point(1, payload("version", 5), 1, 1));
    }

    @Test
    void insertOnlyKeepsWhatIsThere() throws Exception {
        UpsertPoints.Builder request = upsert(1, 2).setUpdateMode(UpdateMode.InsertOnly);

        if (isDone(qdrant.client().upsertAsync(request.build()))) {
            assertThat(collection.ids()).containsExactly(1L, 2L);
        }
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("version", 5));
    }

    @Test
    void updateOnlyAddsNothing() throws Exception {
        UpsertPoints.Builder request = upsert(1, 2).setUpdateMode(UpdateMode.UpdateOnly);

        if (isDone(qdrant.client().upsertAsync(request.build()))) {
            assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("version", 9));
        }
        assertThat(collection.ids()).containsExactly(1L);
    }

    @Test
    void updateFilterKeepsWhatDoesNotPass() throws Exception {
        UpsertPoints.Builder request = upsert(1, 2).setUpdateFilter(must(match("version", 4)));

        if (isDone(qdrant.client().upsertAsync(request.build()))) {
            assertThat(collection.ids()).containsExactly(1L, 2L);
        }
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("version", 5));
    }

    @Test
    void lookupTakesTheVectorFromTheOtherCollection() throws Exception {
        TestCollection other = qdrant.collection(2, Distance.Dot);
        other.upsert(point(7, payload(), -1, 0));
        collection.upsert(point(2, payload(), -2, 1));
        QueryPoints request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(QueryFactory.nearest(7))
                .setLookupFrom(LookupLocation.newBuilder().setCollectionName(other.name()))
                .build();

        if (isDone(qdrant.client().queryAsync(request))) {
            assertThat(TestPoints.hits(answer(qdrant.client().queryAsync(request))))
                    .containsExactly(2L, 1L);
        }
    }

    @Test
    void orderingAndConsistencyAreTakenByAServerOfOneNode() {
        UpsertPoints request = upsert(2)
                .setOrdering(WriteOrdering.newBuilder().setType(WriteOrderingType.Strong))
                .build();
        QueryPoints.Builder query = collection
                .near(1, 0)
                .setReadConsistency(ReadConsistency.newBuilder().setType(ReadConsistencyType.All));

        answer(qdrant.client().upsertAsync(request));

        assertThat(TestPoints.hits(collection.query(query))).containsExactly(2L, 1L);
    }

    @Test
    void sparseVectorsAreShownIfTheyAreTaken() throws Exception {
        String name = qdrant.name();
        CreateCollection request = CreateCollection.newBuilder()
                .setCollectionName(name)
                .setSparseVectorsConfig(
                        SparseVectorConfig.newBuilder().putMap("words", SparseVectorParams.getDefaultInstance()))
                .build();

        if (isDone(qdrant.client().createCollectionAsync(request))) {
            assertThat(new TestCollection(qdrant.client(), name)
                            .info()
                            .getConfig()
                            .getParams()
                            .getSparseVectorsConfig()
                            .getMapMap())
                    .containsOnlyKeys("words");
        } else {
            assertThat(answer(qdrant.client().collectionExistsAsync(name))).isFalse();
        }
    }

    private UpsertPoints.Builder upsert(long... ids) {
        UpsertPoints.Builder request =
                UpsertPoints.newBuilder().setCollectionName(collection.name()).setWait(true);
        for (long id : ids) {
            request.addPoints(point(id, payload("version", 9), 9, 9));
        }
        return request;
    }

    private static boolean isDone(Future<?> call) throws InterruptedException {
        try {
            call.get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
            return false;
        }
    }
}
