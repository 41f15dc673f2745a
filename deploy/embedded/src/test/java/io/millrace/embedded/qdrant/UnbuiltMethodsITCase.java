package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.CreateShardKey;
import io.qdrant.client.grpc.Collections.CreateShardKeyRequest;
import io.qdrant.client.grpc.Collections.DeleteShardKeyRequest;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.UpdateCollectionClusterSetupRequest;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The embedded store says which method it lacks. */
class UnbuiltMethodsITCase {

    /** A call on a collection that exists. */
    private interface Call extends BiFunction<QdrantClient, String, ListenableFuture<?>> {}

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        qdrant.assumeEmbedded("a real server has these methods");
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(point(1, payload("colour", "red"), 1, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void areUnimplementedByName(String method, Call call) {
        Refusal refusal = refusal(call.apply(qdrant.client(), collection.name()));

        assertThat(refusal.code()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refusal.message()).contains(method);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("CollectionClusterInfo", (client, name) -> client.getCollectionClusterInfoAsync(name)),
                call(
                        "UpdateCollectionClusterSetup",
                        (client, name) -> client.updateCollectionClusterSetupAsync(
                                UpdateCollectionClusterSetupRequest.newBuilder()
                                        .setCollectionName(name)
                                        .build())),
                call(
                        "CreateShardKey",
                        (client, name) -> client.createShardKeyAsync(CreateShardKeyRequest.newBuilder()
                                .setCollectionName(name)
                                .setRequest(CreateShardKey.getDefaultInstance())
                                .build())),
                call(
                        "DeleteShardKey",
                        (client, name) -> client.deleteShardKeyAsync(DeleteShardKeyRequest.newBuilder()
                                .setCollectionName(name)
                                .build())),
                call("ListShardKeys", (client, name) -> client.listShardKeysAsync(name)),
                call("Snapshots/Create", (client, name) -> client.createSnapshotAsync(name)),
                call("Snapshots/List", (client, name) -> client.listSnapshotAsync(name)),
                call("Snapshots/Delete", (client, name) -> client.deleteSnapshotAsync(name, "snapshot")),
                call("Snapshots/CreateFull", (client, name) -> client.createFullSnapshotAsync()),
                call("Snapshots/ListFull", (client, name) -> client.listFullSnapshotAsync()));
    }

    private static Arguments call(String method, Call call) {
        return Arguments.of(method, call);
    }
}
