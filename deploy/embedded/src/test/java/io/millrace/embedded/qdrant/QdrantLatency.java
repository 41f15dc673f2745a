package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.PointStruct;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Measures, on the server of the suite's settings, how long a query with a filter and an upsert take. Run by hand:
 * {@code java -cp … io.millrace.embedded.qdrant.QdrantLatency [points] [dimensions]}, 100,000 and 384 by default.
 *
 * <p>Vectors are uniformly random, which is the hardest case for a graph index; the filter passes one point in ten.
 */
final class QdrantLatency {

    private static final int BATCH = 256;
    private static final int TENANTS = 10;
    private static final int TOP = 10;
    private static final int WARM_UP = 100;
    private static final int QUERIES = 1000;

    private final TestCollection collection;
    private final int points;
    private final int dimensions;
    private final SplittableRandom random = new SplittableRandom(42);

    private QdrantLatency(TestCollection collection, int points, int dimensions) {
        this.collection = collection;
        this.points = points;
        this.dimensions = dimensions;
    }

    public static void main(String[] arguments) throws IOException {
        int points = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int dimensions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 384;
        try (RunningServer server = RunningServer.start()) {
            var client = server.connection().client();
            var collection = new TestCollection(client, "latency-" + UUID.randomUUID());
            answer(client.createCollectionAsync(collection.name(), QdrantServer.params(dimensions, Distance.Cosine)));
            try {
                collection.index("tenant", FieldType.FieldTypeKeyword);
                new QdrantLatency(collection, points, dimensions).run();
            } finally {
                answer(client.deleteCollectionAsync(collection.name()));
            }
        }
    }

    private void run() {
        System.out.printf(Locale.ROOT, "%,d points × %d%n", points, dimensions);
        System.out.printf(Locale.ROOT, "%-34s %8s %10s %10s%n", "", "calls", "p50 ms", "p99 ms");
        print("upsert of " + BATCH + ", wait=true", upserts());
        queries(WARM_UP);
        print("top-" + TOP + " query with a filter", queries(QUERIES));
    }

    private Duration[] upserts() {
        int batches = (points + BATCH - 1) / BATCH;
        var times = new Duration[batches];
        for (int i = 0; i < batches; i++) {
            List<PointStruct> batch = batch((long) i * BATCH, Math.min(points, (i + 1) * BATCH));
            long start = System.nanoTime();
            answer(collection.client().upsertAsync(collection.name(), batch));
            times[i] = Duration.ofNanos(System.nanoTime() - start);
        }
        return times;
    }

    private Duration[] queries(int count) {
        var times = new Duration[count];
        for (int i = 0; i < count; i++) {
            var request = collection
                    .near(vector())
                    .setFilter(must(matchKeyword("tenant", "tenant-" + i % TENANTS)))
                    .setLimit(TOP);
            long start = System.nanoTime();
            int found = collection.query(request).size();
            times[i] = Duration.ofNanos(System.nanoTime() - start);
            if (found != TOP) {
                throw new IllegalStateException("Expected " + TOP + " hits, got " + found);
            }
        }
        return times;
    }

    private List<PointStruct> batch(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(number -> TestPoints.point(
                        id(number), payload("tenant", "tenant-" + number % TENANTS, "n", number), vectors(vector())))
                .toList();
    }

    private float[] vector() {
        var vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }

    private static void print(String what, Duration[] times) {
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "%-34s %8d %10.2f %10.2f%n",
                what,
                times.length,
                milliseconds(times[times.length / 2]),
                milliseconds(times[times.length * 99 / 100]));
    }

    private static double milliseconds(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
