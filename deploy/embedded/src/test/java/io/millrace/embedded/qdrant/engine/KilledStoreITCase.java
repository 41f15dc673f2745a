package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a JVM of its own, killed while several clients write to it. */
class KilledStoreITCase {

    private static final int CLIENTS = 4;
    private static final int BATCH = 20;
    private static final int BATCHES_BEFORE_THE_KILL = 40;

    @TempDir
    private Path directory = Path.of("");

    private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();

    @Test
    void everyAcknowledgedPointIsThereAfterAKill() throws IOException, InterruptedException {
        Process process = startProcess();
        try {
            writeUntilKilled(process, portOf(process));
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BATCHES_BEFORE_THE_KILL * BATCH);
        try (Store store = Store.open(directory);
                View view = store.collection("c").view()) {
            Set<Long> found = new IdOrder(view)
                    .first(view.state().filters().query(Filter.getDefaultInstance()), null, Integer.MAX_VALUE).stream()
                            .map(hit -> PointKey.id(hit.key()).getNum())
                            .collect(Collectors.toSet());
            assertThat(found).containsAll(acknowledged);
        }
    }

    private void writeUntilKilled(Process process, int port) throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            create(channel);
            CountDownLatch enough = new CountDownLatch(BATCHES_BEFORE_THE_KILL);
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                long first = client * 1_000_000L;
                clients.add(new Thread(() -> write(channel, first, enough)));
            }
            clients.forEach(Thread::start);
            assertThat(enough.await(2, TimeUnit.MINUTES)).isTrue();
            process.destroyForcibly().waitFor();
            for (Thread client : clients) {
                client.join();
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static void create(ManagedChannel channel) {
        VectorParams params =
                VectorParams.newBuilder().setSize(3).setDistance(Distance.Dot).build();
        CollectionsGrpc.newBlockingStub(channel)
                .create(CreateCollection.newBuilder()
                        .setCollectionName("c")
                        .setVectorsConfig(VectorsConfig.newBuilder().setParams(params))
                        .build());
    }

    private void write(ManagedChannel channel, long first, CountDownLatch enough) {
        PointsGrpc.PointsBlockingStub points = PointsGrpc.newBlockingStub(channel);
        long next = first;
        try {
            while (true) {
                List<PointStruct> batch = new ArrayList<>();
                for (int i = 0; i < BATCH; i++) {
                    batch.add(TestStores.point(next + i, Map.of("n", Json.number(next + i)), 1, 2, 3));
                }
                points.upsert(UpsertPoints.newBuilder()
                        .setCollectionName("c")
                        .setWait(true)
                        .addAllPoints(batch)
                        .build());
                batch.forEach(point -> acknowledged.add(point.getId().getNum()));
                enough.countDown();
                next += BATCH;
            }
        } catch (StatusRuntimeException killed) {
            assertThat(killed.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    private Process startProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int portOf(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(StoreProcess.PORT)) {
                return Integer.parseInt(line.substring(StoreProcess.PORT.length()));
            }
        }
        throw new IOException("The store ended before it printed its port");
    }

    /** The program that is killed. */
    static final class StoreProcess {

        static final String PORT = "port=";

        private StoreProcess() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (EmbeddedQdrant store = EmbeddedQdrant.start(Path.of(arguments[0]), 0, null)) {
                System.out.println(PORT + store.port());
                new CountDownLatch(1).await();
            }
        }
    }
}
