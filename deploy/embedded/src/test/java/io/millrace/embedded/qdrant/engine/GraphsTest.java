package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphsTest {

    private static final int DIMENSION = 8;
    private static final int ENOUGH = GraphMergePolicy.FEWEST_POINTS + 2_000;

    @TempDir
    private Path directory = Path.of("");

    private final Random random = new Random(1);

    @Test
    void aSearchThroughAGraphFindsWhatComparingAllFinds() throws IOException {
        try (Store store = storeWith(ENOUGH)) {
            Collection collection = store.collection("c");

            collection.buildGraphs();
            awaitGraphs(collection);

            try (View view = collection.view()) {
                int found = 0;
                for (int i = 0; i < 20; i++) {
                    float[] query = vector();
                    List<String> exact = nearest(view, query, true);
                    found += (int) nearest(view, query, false).stream()
                            .filter(exact::contains)
                            .count();
                }
                assertThat(found).isGreaterThan(190);
            }
        }
    }

    @Test
    void pointsWrittenAfterAGraphWasBuiltAreFoundBesideIt() throws IOException {
        try (Store store = storeWith(ENOUGH)) {
            Collection collection = store.collection("c");
            collection.buildGraphs();
            awaitGraphs(collection);

            float[] far = new float[DIMENSION];
            far[0] = 100;
            collection.write(TestStores.upsert(List.of(TestStores.point(1_000_000, Map.of(), far))));

            try (View view = collection.view()) {
                assertThat(nearest(view, far, false).get(0)).isEqualTo("1000000");
                assertThat(PointIndex.pointsWithGraph(view)).isEqualTo(ENOUGH);
            }
        }
    }

    @Test
    void fewPointsGetNoGraph() throws IOException {
        try (Store store = storeWith(100)) {
            Collection collection = store.collection("c");

            collection.buildGraphs();

            assertThat(collection.isBuildingGraphs()).isFalse();
        }
    }

    @Test
    void closingGivesUpAGraphAndKeepsThePoints() throws IOException {
        try (Store store = storeWith(ENOUGH)) {
            store.collection("c").buildGraphs();
        }

        try (Store store = Store.open(directory);
                View view = store.collection("c").view()) {
            assertThat(view.size()).isEqualTo(ENOUGH);
        }
    }

    private Store storeWith(int points) throws IOException {
        Store store = Store.open(directory);
        store.create(TestStores.collection("c", DIMENSION, Distance.Euclid));
        List<PointStruct> structs = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            structs.add(TestStores.point(i, Map.of(), vector()));
        }
        store.collection("c").write(TestStores.upsert(structs));
        store.collection("c").commit();
        return store;
    }

    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static List<String> nearest(View view, float[] query, boolean exact) throws IOException {
        VectorSpace space = (VectorSpace) view.state().space("");
        NearestSearch.Wanted wanted = new NearestSearch.Wanted(10, null, exact, 0);
        return new NearestSearch(view, space, query, wanted)
                .among(null).stream().map(hit -> PointKey.text(hit.key())).collect(Collectors.toList());
    }

    private static void awaitGraphs(Collection collection) throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            collection.showMerges();
            try (View view = collection.view()) {
                if (PointIndex.pointsWithGraph(view) > 0) {
                    return;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("No graph was built within 2 minutes");
    }
}
