package io.millrace.job.e2e;

import io.millrace.chunk.ChunkId;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes from producing a document to finding it: 200 documents, one after the other, with the model that
 * runs in this process. Run its {@code main} with the class path of the tests; a first argument is another number of
 * documents.
 */
final class FreshnessBenchmark {
    private static final int WARM_UP = 20;

    private FreshnessBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        try (Servers servers = Servers.start();
                Flow flow = new Flow(servers);
                QdrantClient client =
                        new QdrantClient(QdrantGrpcClient.newBuilder("127.0.0.1", servers.qdrantPort(), false)
                                .build())) {
            flow.unset("embedding.provider").unset("embedding.base-url").unset("embedding.dimension");
            flow.unset("job.checkpoint-interval");
            flow.ingest().awaitRunning();
            measure(flow, client, "warm", WARM_UP);
            print(measure(flow, client, "document", documents));
        }
        // Netty's threads outlive their clients.
        System.exit(0);
    }

    /** Nanoseconds of each document. */
    private static long[] measure(Flow flow, QdrantClient client, String name, int documents) throws Exception {
        long[] taken = new long[documents];
        for (int number = 0; number < documents; number++) {
            String id = name + "-" + number;
            String text = "Document %d tells of the mill by the river, and of the %d sacks of barley that it ground."
                    .formatted(number, number * 7);
            String point = ChunkId.of(null, id, ChunkId.hash(text), 0);
            long produced = System.nanoTime();
            flow.documents().send(id, Flow.object().put("text", text).toString());
            while (!isFound(flow, client, point)) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            taken[number] = System.nanoTime() - produced;
        }
        return taken;
    }

    private static boolean isFound(Flow flow, QdrantClient client, String point)
            throws ExecutionException, InterruptedException {
        return !client.retrieveAsync(flow.name(), PointIdFactory.id(UUID.fromString(point)), false, false, null)
                .get()
                .isEmpty();
    }

    private static void print(long[] taken) {
        Arrays.sort(taken);
        System.out.printf(
                "From produced to found, %d documents: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
                taken.length,
                percentile(taken, 50),
                percentile(taken, 95),
                percentile(taken, 99),
                percentile(taken, 100));
    }

    /** The nearest rank, in milliseconds. */
    private static double percentile(long[] sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}
