package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpdateResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store answered with wait=true outlives {@code kill -9}. */
class KillITCase {

    private static final int BATCH = 20;
    private static final int BATCHES_BEFORE_THE_KILL = 15;
    private static final int ROUNDS = 3;

    @TempDir
    Path data;

    @BeforeAll
    static void needTheEmbeddedStore() {
        Assumptions.assumeTrue(RunningServer.externalUrl() == null, "a real server isn't killed");
    }

    @Test
    void keepsEveryKindOfWrite() throws Exception {
        try (var store = StoreProcess.start(data);
                var connection = Connection.to(store.url(), null)) {
            QdrantClient client = connection.client();
            var points = new TestCollection(client, "points");
            answer(client.createCollectionAsync("points", QdrantServer.params(2, Distance.Dot)));
            answer(client.createCollectionAsync("dropped", QdrantServer.params(2, Distance.Dot)));
            points.index("n", FieldType.FieldTypeInteger);
            points.upsert(point(1, payload("n", 1), 1, 1), point(2, payload("n", 2), 2, 2), point(3, payload(), 3, 3));
            answer(client.deleteAsync("points", ids(3)));
            answer(client.setPayloadAsync("points", payload("set", true), ids(1), true, null, null));
            answer(client.createAliasAsync("alias", "points"));
            answer(client.updateCollectionAsync(UpdateCollection.newBuilder()
                    .setCollectionName("points")
                    .putAllMetadata(payload("model", "minilm"))
                    .build()));
            answer(client.deleteCollectionAsync("dropped"));

            store.kill();
        }

        try (var store = StoreProcess.start(data);
                var connection = Connection.to(store.url(), null)) {
            var points = new TestCollection(connection.client(), "points");
            assertThat(answer(connection.client().listCollectionsAsync())).containsExactly("points");
            assertThat(points.ids()).containsExactly(1L, 2L);
            assertThat(points.get(1).getPayloadMap()).isEqualTo(payload("n", 1, "set", true));
            assertThat(points.info().getPayloadSchemaMap()).containsOnlyKeys("n");
            assertThat(points.info().getConfig().getMetadataMap()).isEqualTo(payload("model", "minilm"));
            assertThat(new TestCollection(connection.client(), "alias").ids()).containsExactly(1L, 2L);
        }
    }

    @Test
    void keepsEveryBatchThatWasAnsweredBeforeAKillInTheMiddleOfWriting() throws Exception {
        long answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (var store = StoreProcess.start(data);
                    var connection = Connection.to(store.url(), null)) {
                var points = new TestCollection(connection.client(), "points");
                if (round == 0) {
                    answer(connection.client().createCollectionAsync("points", QdrantServer.params(2, Distance.Dot)));
                }
                assertBatchesAreWhole(points, answered);
                answered = writeUntilKilled(store, connection.client(), answered);
            }
        }

        try (var store = StoreProcess.start(data);
                var connection = Connection.to(store.url(), null)) {
            assertBatchesAreWhole(new TestCollection(connection.client(), "points"), answered);
        }
    }

    /** Writes batch after batch, kills the store in their midst, and returns how many in all were answered. */
    private static long writeUntilKilled(StoreProcess store, QdrantClient client, long first)
            throws InterruptedException {
        var answered = new AtomicLong(first);
        var enough = new CountDownLatch(BATCHES_BEFORE_THE_KILL);
        var writer = new Thread(() -> {
            ListenableFuture<UpdateResult> write = client.upsertAsync("points", batch(answered.get()));
            while (isAnswered(write)) {
                enough.countDown();
                write = client.upsertAsync("points", batch(answered.incrementAndGet()));
            }
        });
        writer.start();
        assertThat(enough.await(Calls.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        store.kill();
        writer.join(Calls.PATIENCE.toMillis());
        assertThat(writer.isAlive()).isFalse();
        return answered.get();
    }

    private static void assertBatchesAreWhole(TestCollection points, long answered) {
        for (long number = 0; number < answered; number++) {
            long[] ids = batch(number).stream()
                    .mapToLong(point -> point.getId().getNum())
                    .toArray();
            assertThat(points.get(ids(ids)))
                    .as("batch %d of %d", number, answered)
                    .hasSize(BATCH);
        }
    }

    private static List<PointStruct> batch(long number) {
        return LongStream.range(number * BATCH, (number + 1) * BATCH)
                .mapToObj(id -> point(id, payload("batch", number, "text", "x".repeat(500)), (float) id, 1))
                .toList();
    }

    private static boolean isAnswered(ListenableFuture<UpdateResult> write) {
        try {
            write.get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException killed) {
            return false;
        }
    }
}
