package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionTest {

    @TempDir
    private Path directory = Path.of("");

    @TempDir
    private Path copy = Path.of("");

    @Test
    void replaysTheWritesThatNoCommitHolds() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");
            collection.write(upsert(1, 2));
            collection.commit();
            collection.write(upsert(3));
            collection.write(delete(1));
            collection.sync(3);
            copyAsACrashWouldLeaveIt();
        }

        try (Store store = Store.open(copy);
                View view = store.collection("c").view()) {
            assertThat(ids(view)).containsExactly("2", "3");
            assertThat(store.collection("c").lastNumber()).isEqualTo(3);
        }
    }

    @Test
    void replaysAConditionalWriteAsItWasCarriedOut() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");
            collection.write(upsert(1));
            collection.write(setOnThoseWithout("x", "y"));
            collection.write(setOnAll("x"));
            collection.sync(3);
            copyAsACrashWouldLeaveIt();
        }

        try (Store store = Store.open(copy);
                View view = store.collection("c").view()) {
            Hit hit = first(view);
            assertThat(view.payload(hit.location())).containsOnlyKeys("x", "y");
            assertThat(view.version(hit.location())).isEqualTo(3);
        }
    }

    @Test
    void anEarlierViewDoesNotChange() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");
            collection.write(upsert(1));
            try (View before = collection.view()) {
                collection.write(upsert(2));

                assertThat(before.size()).isEqualTo(1);
            }
            try (View after = collection.view()) {
                assertThat(after.size()).isEqualTo(2);
            }
        }
    }

    @Test
    void aViewOfSomePointsShowsWhatBecameOfThem() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");

            assertThat(found(collection, 1)).isFalse();
            collection.write(upsert(1));
            assertThat(found(collection, 1)).isTrue();
            collection.write(delete(1));
            assertThat(found(collection, 1)).isFalse();
            collection.write(upsert(1));
            assertThat(found(collection, 1)).isTrue();
            collection.write(deleteAll());
            assertThat(found(collection, 1)).isFalse();
        }
    }

    @Test
    void aViewOfSomePointsWritesNothingOutForOthers() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");
            collection.write(upsert(1));
            collection.view().close();
            collection.write(upsert(2));

            try (View view = collection.viewOf(Set.of(key(1)))) {
                assertThat(view.size()).isEqualTo(1);
            }
            assertThat(found(collection, 2)).isTrue();
            try (View view = collection.viewOf(Set.of(key(1)))) {
                assertThat(view.size()).isEqualTo(2);
            }
        }
    }

    @Test
    void aViewOfSomePointsIsTrueHoweverManyOthersWereWritten() throws IOException {
        try (Store store = Store.open(directory)) {
            store.create(TestStores.collection("c", 1, Distance.Dot));
            Collection collection = store.collection("c");
            for (long first = 0; first < 12_000; first += 1_000) {
                collection.write(upsert(LongStream.range(first, first + 1_000).toArray()));
            }

            assertThat(found(collection, 0)).isTrue();
            assertThat(found(collection, 11_999)).isTrue();
            assertThat(found(collection, 12_000)).isFalse();
        }
    }

    @Test
    void aDirectoryThatWasLeftHalfMadeIsRemoved() throws IOException {
        Path half = directory.resolve("collections").resolve("half-made");
        Files.createDirectories(half.resolve("points"));

        try (Store store = Store.open(directory)) {
            assertThat(store.collectionNames()).isEmpty();
            assertThat(half).doesNotExist();
        }
    }

    @Test
    void aSecondStoreIsKeptOut() throws IOException {
        try (Store store = Store.open(directory)) {
            assertThat(store.collectionNames()).isEmpty();
            assertThatThrownBy(() -> Store.open(directory))
                    .hasMessage("The data directory %s is in use by another store; stop that one or name another"
                                    .formatted(directory)
                            + " directory");
        }
    }

    private void copyAsACrashWouldLeaveIt() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(directory.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static PointsUpdateOperation upsert(long... ids) {
        return TestStores.upsert(Arrays.stream(ids)
                .mapToObj(id -> TestStores.point(id, Map.of(), 1))
                .toList());
    }

    private static boolean found(Collection collection, long id) throws IOException {
        Set<BytesRef> keys = Set.of(key(id));
        try (View view = collection.viewOf(keys)) {
            return !view.locate(keys).isEmpty();
        }
    }

    private static BytesRef key(long id) {
        return PointKey.of(PointId.newBuilder().setNum(id).build());
    }

    private static PointsUpdateOperation deleteAll() {
        return PointsUpdateOperation.newBuilder()
                .setDeletePoints(PointsUpdateOperation.DeletePoints.newBuilder()
                        .setPoints(PointsSelector.newBuilder().setFilter(Filter.getDefaultInstance())))
                .build();
    }

    private static PointsUpdateOperation delete(long id) {
        PointsIdsList ids = PointsIdsList.newBuilder()
                .addIds(PointId.newBuilder().setNum(id))
                .build();
        return PointsUpdateOperation.newBuilder()
                .setDeletePoints(PointsUpdateOperation.DeletePoints.newBuilder()
                        .setPoints(PointsSelector.newBuilder().setPoints(ids)))
                .build();
    }

    private static PointsUpdateOperation setOnThoseWithout(String absent, String set) {
        var empty = ConditionFactory.isEmpty(absent);
        return set(
                set,
                PointsSelector.newBuilder()
                        .setFilter(Filter.newBuilder().addMust(empty))
                        .build());
    }

    private static PointsUpdateOperation setOnAll(String set) {
        return set(
                set,
                PointsSelector.newBuilder()
                        .setFilter(Filter.getDefaultInstance())
                        .build());
    }

    private static PointsUpdateOperation set(String key, PointsSelector points) {
        return PointsUpdateOperation.newBuilder()
                .setSetPayload(PointsUpdateOperation.SetPayload.newBuilder()
                        .putPayload(key, Json.number(1))
                        .setPointsSelector(points))
                .build();
    }

    private static Hit first(View view) throws IOException {
        return all(view).get(0);
    }

    private static List<String> ids(View view) throws IOException {
        return all(view).stream().map(hit -> PointKey.text(hit.key())).toList();
    }

    private static List<Hit> all(View view) throws IOException {
        return new IdOrder(view).first(view.state().filters().query(Filter.getDefaultInstance()), null, 9);
    }
}
