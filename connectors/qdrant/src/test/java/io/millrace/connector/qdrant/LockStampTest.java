package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.qdrant.client.grpc.Collections;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionExists;
import io.qdrant.client.grpc.Collections.CollectionExistsRequest;
import io.qdrant.client.grpc.Collections.CollectionExistsResponse;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.GetCollectionInfoResponse;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Locks that are written while somebody else writes them, or by somebody who may not. */
final class LockStampTest {
    private static final VectorSpace OURS = new VectorSpace("p", "m", "r", 3, Distance.DOT, true, "d ", "q ");
    private static final CollectionSpec SPEC = new CollectionSpec("docs", OURS, Map.of(), "by sentences", false);
    private static final CollectionSpec ADOPTING = new CollectionSpec("docs", OURS, Map.of(), "by sentences", true);

    @Test
    void refusesWhenAnotherJobLockedTheCollectionToAnotherSpaceAtTheSameTime() throws IOException {
        Value theirs = new CollectionLock(2, OURS.withRevision("s"), VectorName.DENSE, "", "", false).write();
        try (FakeQdrant server =
                FakeQdrant.serving(new OneCollection(CollectionLockTest.first("m"), theirs, null), new AnyIndex())) {
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> ensure(server, SPEC))
                    .withMessageContaining("What differs: revision 's' there, 'r' here (embedding.revision)");
        }
    }

    @Test
    void goesOnWithTheLockThatIsThereWhenItMayNotChangeIt() throws IOException {
        OneCollection collection = new OneCollection(CollectionLockTest.first("m"), null, Status.PERMISSION_DENIED);
        try (FakeQdrant server = FakeQdrant.serving(collection, new AnyIndex())) {
            ensure(server, SPEC);

            assertThat(collection.metadata).containsEntry("millrace", CollectionLockTest.first("m"));
        }
    }

    @Test
    void failsWhenItMayNotLockWhatItIsToAdopt() throws IOException {
        try (FakeQdrant server =
                FakeQdrant.serving(new OneCollection(null, null, Status.PERMISSION_DENIED), new AnyIndex())) {
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> ensure(server, ADOPTING))
                    .withMessageContaining("doesn't let this API key (qdrant.api-key) set up collection 'docs'");
        }
    }

    @Test
    void failsWhenTheServerDoesNotKeepTheLock() throws IOException {
        OneCollection forgetful = new OneCollection(null, null, null);
        forgetful.forgets = true;
        try (FakeQdrant server = FakeQdrant.serving(forgetful, new AnyIndex())) {
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> ensure(server, ADOPTING))
                    .withMessage("The lock of collection 'docs' (qdrant.collection) is gone just after it was written:"
                            + " Qdrant keeps it from 1.16 on");
        }
    }

    @Test
    void writesNothingWhenTheLockIsAsItShouldBe() throws IOException {
        Value lock = new CollectionLock(2, OURS, VectorName.DENSE, "by sentences", "", false).write();
        try (FakeQdrant server =
                FakeQdrant.serving(new OneCollection(lock, null, Status.PERMISSION_DENIED), new AnyIndex())) {
            ensure(server, ADOPTING);
        }
    }

    private static void ensure(FakeQdrant server, CollectionSpec spec) {
        try (QdrantVectorStore store = QdrantVectorStore.open(server.settings(), "docs")) {
            store.ensureCollection(spec);
        }
    }

    /** A server with one collection, whose lock another job may write just after ours. */
    private static final class OneCollection extends CollectionsGrpc.CollectionsImplBase {
        final Map<String, Value> metadata = new ConcurrentHashMap<>();
        private final @Nullable Value writtenAfter;
        private final @Nullable Status refusal;
        volatile boolean forgets;

        OneCollection(@Nullable Value lock, @Nullable Value writtenAfter, @Nullable Status refusal) {
            if (lock != null) {
                metadata.put("millrace", lock);
            }
            this.writtenAfter = writtenAfter;
            this.refusal = refusal;
        }

        @Override
        public void collectionExists(
                CollectionExistsRequest request, StreamObserver<CollectionExistsResponse> observer) {
            observer.onNext(CollectionExistsResponse.newBuilder()
                    .setResult(CollectionExists.newBuilder().setExists(true))
                    .build());
            observer.onCompleted();
        }

        @Override
        public void get(GetCollectionInfoRequest request, StreamObserver<GetCollectionInfoResponse> observer) {
            VectorParams params = VectorParams.newBuilder()
                    .setSize(3)
                    .setDistance(Collections.Distance.Dot)
                    .build();
            observer.onNext(GetCollectionInfoResponse.newBuilder()
                    .setResult(CollectionInfo.newBuilder()
                            .setConfig(CollectionConfig.newBuilder()
                                    .setParams(CollectionParams.newBuilder()
                                            .setVectorsConfig(VectorName.DENSE.declare(params)))
                                    .putAllMetadata(metadata)))
                    .build());
            observer.onCompleted();
        }

        @Override
        public void update(UpdateCollection request, StreamObserver<CollectionOperationResponse> observer) {
            if (refusal != null) {
                observer.onError(refusal.asRuntimeException());
                return;
            }
            if (!forgets) {
                metadata.putAll(request.getMetadataMap());
            }
            if (writtenAfter != null) {
                metadata.put("millrace", writtenAfter);
            }
            observer.onNext(
                    CollectionOperationResponse.newBuilder().setResult(true).build());
            observer.onCompleted();
        }
    }

    private static final class AnyIndex extends PointsGrpc.PointsImplBase {
        @Override
        public void createFieldIndex(
                CreateFieldIndexCollection request, StreamObserver<PointsOperationResponse> observer) {
            observer.onNext(PointsOperationResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
