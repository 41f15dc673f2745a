package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.fusion;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;

import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Points.Fusion;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Measures sparse search on a corpus: {@code SparseLatency CORPUS QUERIES}, both JSON lines with a {@code text}. Run by
 * hand; prints how long writing took and p50, p99 and the largest time of a query, in milliseconds. Words are counted
 * as they stand, so queries have more frequent ones than BM25 with stopwords would.
 */
final class SparseLatency {

    private static final int BATCH = 256;
    private static final int ROUNDS = 3;
    private static final Pattern NO_WORD = Pattern.compile("\\W+");
    private static final String TEXT = "\"text\": \"";

    private SparseLatency() {}

    public static void main(String[] args) throws IOException {
        Path data = Files.createTempDirectory("sparse-latency");
        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            answer(connection
                    .client()
                    .createCollectionAsync(CreateCollection.newBuilder()
                            .setCollectionName("c")
                            .setSparseVectorsConfig(SparseVectorConfig.newBuilder()
                                    .putMap(
                                            "words",
                                            SparseVectorParams.newBuilder()
                                                    .setModifier(Modifier.Idf)
                                                    .build()))
                            .build()));
            var collection = new TestCollection(connection.client(), "c");
            long start = System.nanoTime();
            int points = write(collection, Path.of(args[0]));
            System.out.printf(Locale.ROOT, "%d points written in %.1f s%n", points, (System.nanoTime() - start) / 1e9);
            List<Map<Integer, Float>> queries = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of(args[1]))) {
                queries.add(words(line));
            }
            for (int round = 0; round < ROUNDS; round++) {
                measure("sparse", collection, queries, false);
                measure("two, fused", collection, queries, true);
            }
        }
    }

    private static int write(TestCollection collection, Path corpus) throws IOException {
        List<PointStruct> batch = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(corpus)) {
            Map<Integer, Float> words = words(line);
            var sparse = vector(List.copyOf(words.values()), List.copyOf(words.keySet()));
            batch.add(TestPoints.point(id(number++), Map.of(), namedVectors(Map.of("words", sparse))));
            if (batch.size() == BATCH) {
                collection.upsert(batch.toArray(PointStruct[]::new));
                batch.clear();
            }
        }
        collection.upsert(batch.toArray(PointStruct[]::new));
        return number;
    }

    private static void measure(
            String kind, TestCollection collection, List<Map<Integer, Float>> queries, boolean fused) {
        double[] millis = new double[queries.size()];
        for (int i = 0; i < millis.length; i++) {
            Map<Integer, Float> words = queries.get(i);
            var query = nearest(List.copyOf(words.values()), List.copyOf(words.keySet()));
            QueryPoints.Builder request = QueryPoints.newBuilder().setCollectionName(collection.name());
            if (fused) {
                PrefetchQuery.Builder prefetch = PrefetchQuery.newBuilder()
                        .setQuery(query)
                        .setUsing("words")
                        .setLimit(100);
                request.addPrefetch(prefetch).addPrefetch(prefetch).setQuery(fusion(Fusion.RRF));
            } else {
                request.setQuery(query).setUsing("words").setLimit(100);
            }
            long start = System.nanoTime();
            collection.query(request);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-12s p50 %.2f ms, p99 %.2f ms, largest %.2f ms%n",
                kind,
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                millis[millis.length - 1]);
    }

    private static Map<Integer, Float> words(String line) {
        Map<Integer, Float> words = new TreeMap<>();
        String text = line.substring(line.indexOf(TEXT) + TEXT.length()).toLowerCase(Locale.ROOT);
        for (String word : NO_WORD.splitAsStream(text).toList()) {
            words.merge(word.hashCode() & Integer.MAX_VALUE, 1f, Float::sum);
        }
        return words;
    }
}
