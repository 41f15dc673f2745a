package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.NamedVectors;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sparse search, fusion and diversity against a naive computation, over points that come, change and go. */
class RandomQueriesTest {

    private static final int ROUNDS = 12;
    private static final int POINTS_PER_ROUND = 150;
    private static final int IDS = 1_000;
    private static final int INDICES = 60;

    @TempDir
    private Path directory = Path.of("");

    private final Map<Long, Map<Integer, Float>> expected = new TreeMap<>();

    private record Scored(long id, float score) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsWhatComparingEverythingFinds(long seed) throws IOException {
        Random random = new Random(seed);
        Collection collection = Collection.create(directory.resolve("c"), state());
        for (int round = 0; round < ROUNDS; round++) {
            collection.write(upserts(random));
            collection.write(deletes(random));
            if (round % 3 == 0) {
                collection.commit();
            }
            if (round % 4 == 3) {
                // As after a kill: what was not committed is read from the log.
                collection.abandon();
                collection = Collection.open(directory.resolve("c"));
            }
            try (View view = collection.view()) {
                for (int i = 0; i < 10; i++) {
                    compare(view, vector(random), 1 + random.nextInt(30), i % 2 == 0);
                }
            }
        }
        collection.close();
    }

    private void compare(View view, Map<Integer, Float> query, int count, boolean threshold) throws IOException {
        List<Scored> everything = products(query);
        float least = threshold && !everything.isEmpty()
                ? everything.get(everything.size() / 2).score()
                : Float.NEGATIVE_INFINITY;
        List<Scored> best = everything.stream()
                .filter(scored -> scored.score() > least)
                .limit(count)
                .toList();
        SparseSpace space = (SparseSpace) view.state().space("words");

        List<Hit> hits = new SparseSearch(view, space, sparse(query), count, least).among(null);

        assertThat(scored(hits)).isEqualTo(best);
        compareFusion(hits, new SparseSearch(view, space, sparse(query), count * 2, null).among(null));
        compareDiversity(view, space, query, hits);
    }

    private static void compareFusion(List<Hit> one, List<Hit> other) {
        Map<Long, Float> sums = new HashMap<>();
        for (List<Hit> list : List.of(one, other)) {
            for (int rank = 0; rank < list.size(); rank++) {
                sums.merge(id(list.get(rank)), 1f / (rank + 2), Float::sum);
            }
        }

        List<Hit> fused = new Fusion(List.of(one, other)).byReciprocalRank(2, List.of());

        assertThat(scored(fused)).isEqualTo(ordered(sums));
    }

    private void compareDiversity(View view, SparseSpace space, Map<Integer, Float> query, List<Hit> hits)
            throws IOException {
        float lambda = 0.3f;
        List<Long> rest =
                new ArrayList<>(hits.stream().map(RandomQueriesTest::id).toList());
        rest.sort(Comparator.comparingDouble((Long id) -> -dot(query, vectorOf(id))));
        List<Long> chosen = new ArrayList<>();
        while (!rest.isEmpty()) {
            Long next = rest.get(0);
            float highest = Float.NEGATIVE_INFINITY;
            for (Long candidate : chosen.isEmpty() ? List.<Long>of() : rest) {
                float likeness = Float.NEGATIVE_INFINITY;
                for (Long before : chosen) {
                    likeness = Math.max(likeness, dot(vectorOf(candidate), vectorOf(before)));
                }
                float marginal = lambda * dot(query, vectorOf(candidate)) - (1 - lambda) * likeness;
                if (marginal > highest) {
                    highest = marginal;
                    next = candidate;
                }
            }
            rest.remove(next);
            chosen.add(next);
        }

        List<Hit> diverse = new Diversity(space, sparse(query), lambda, null).choose(view, hits, hits.size());

        assertThat(diverse.stream().map(RandomQueriesTest::id).toList()).isEqualTo(chosen);
    }

    private List<Scored> products(Map<Integer, Float> query) {
        float points = expected.size();
        Map<Integer, Float> weighted = new TreeMap<>(Integer::compareUnsigned);
        query.forEach((index, weight) -> {
            float frequency = expected.values().stream()
                    .filter(vector -> vector.containsKey(index))
                    .count();
            weighted.put(index, weight * (float) Math.log((points - frequency + 0.5f) / (frequency + 0.5f) + 1f));
        });
        Map<Long, Float> products = new HashMap<>();
        expected.forEach((id, vector) -> {
            if (vector.keySet().stream().anyMatch(query::containsKey)) {
                products.put(id, dot(weighted, vector));
            }
        });
        return ordered(products);
    }

    private static List<Scored> ordered(Map<Long, Float> scores) {
        return scores.entrySet().stream()
                .map(entry -> new Scored(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::id))
                .toList();
    }

    private static float dot(Map<Integer, Float> one, Map<Integer, Float> other) {
        float sum = 0;
        for (Map.Entry<Integer, Float> component : one.entrySet()) {
            Float weight = other.get(component.getKey());
            sum += weight == null ? 0 : component.getValue() * weight;
        }
        return sum;
    }

    private Map<Integer, Float> vectorOf(long id) {
        return expected.getOrDefault(id, Map.of());
    }

    private PointsUpdateOperation upserts(Random random) {
        List<PointStruct> points = new ArrayList<>();
        for (int i = 0; i < POINTS_PER_ROUND; i++) {
            long id = random.nextInt(IDS);
            Map<Integer, Float> vector = vector(random);
            expected.put(id, vector);
            Vector sparse = Vector.newBuilder()
                    .setSparse(io.qdrant.client.grpc.Points.SparseVector.newBuilder()
                            .addAllIndices(vector.keySet())
                            .addAllValues(vector.values()))
                    .build();
            points.add(PointStruct.newBuilder()
                    .setId(PointId.newBuilder().setNum(id))
                    .setVectors(Vectors.newBuilder()
                            .setVectors(NamedVectors.newBuilder().putVectors("words", sparse)))
                    .build());
        }
        return TestStores.upsert(points);
    }

    private PointsUpdateOperation deletes(Random random) {
        PointsIdsList.Builder ids = PointsIdsList.newBuilder();
        for (int i = 0; i < POINTS_PER_ROUND / 5; i++) {
            long id = random.nextInt(IDS);
            expected.remove(id);
            ids.addIds(PointId.newBuilder().setNum(id));
        }
        return PointsUpdateOperation.newBuilder()
                .setDeletePoints(PointsUpdateOperation.DeletePoints.newBuilder()
                        .setPoints(PointsSelector.newBuilder().setPoints(ids)))
                .build();
    }

    /** Indices spread over 32 bits, the lower ones more often; weights positive. */
    private static Map<Integer, Float> vector(Random random) {
        Map<Integer, Float> vector = new TreeMap<>(Integer::compareUnsigned);
        int size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            int index = (int) Math.floor(INDICES * random.nextDouble() * random.nextDouble()) * 0x0404_0405;
            vector.put(index, 0.1f + random.nextFloat());
        }
        return vector;
    }

    private static SparseVector sparse(Map<Integer, Float> vector) {
        return SparseVector.of(List.copyOf(vector.keySet()), List.copyOf(vector.values()));
    }

    private static List<Scored> scored(List<Hit> hits) {
        return hits.stream().map(hit -> new Scored(id(hit), hit.score())).toList();
    }

    private static long id(Hit hit) {
        return PointKey.id(hit.key()).getNum();
    }

    private static CollectionState state() {
        SparseVectorParams words =
                SparseVectorParams.newBuilder().setModifier(Modifier.Idf).build();
        return new CollectionState(
                "c",
                CollectionInfo.newBuilder()
                        .setConfig(CollectionConfig.newBuilder()
                                .setParams(CollectionParams.newBuilder()
                                        .setSparseVectorsConfig(
                                                SparseVectorConfig.newBuilder().putMap("words", words))))
                        .build());
    }
}
