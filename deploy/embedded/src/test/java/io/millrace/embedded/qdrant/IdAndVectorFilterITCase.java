package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.uuid;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.hasVector;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdAndVectorFilterITCase {

    private static final String UUID = "550e8400-e29b-41d4-a716-446655440000";

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(
                Map.of("a", QdrantServer.params(2, Distance.Dot), "b", QdrantServer.params(2, Distance.Dot)));
        collection.upsert(
                point(id(1), payload("n", 1), named(Map.of("a", new float[] {1, 1}, "b", new float[] {1, 1}))),
                point(id(2), payload("n", 2), named(Map.of("a", new float[] {2, 2}))),
                point(id(3), payload("n", 3), named(Map.of("b", new float[] {3, 3}))),
                point(id(4), payload("n", 4), named(Map.of())));
    }

    @Test
    void idIsOneOfTheList() {
        assertThat(collection.ids(must(hasId(ids(1, 3, 99))))).containsExactly(1L, 3L);
        assertThat(collection.ids(must(hasId(id(2))))).containsExactly(2L);
        assertThat(collection.ids(mustNot(hasId(ids(1, 3))))).containsExactly(2L, 4L);
    }

    @Test
    void idOfAnEmptyListIsNone() {
        assertThat(collection.ids(must(hasId(List.of())))).isEmpty();
    }

    @Test
    void idMayBeAUuidInAnyForm() {
        TestCollection uuids = qdrant.collection(Map.of("a", QdrantServer.params(2, Distance.Dot)));
        uuids.upsert(point(uuid(UUID), payload(), named(Map.of())), point(id(1), payload(), named(Map.of())));

        assertThat(uuids.count(must(hasId(uuid(UUID))))).isEqualTo(1);
        assertThat(uuids.count(must(hasId(uuid("550E8400E29B41D4A716446655440000")))))
                .isEqualTo(1);
        assertThat(uuids.count(must(hasId(id(550))))).isZero();
    }

    @Test
    void idCombinesWithOtherConditions() {
        assertThat(collection.ids(must(hasId(ids(1, 2)), match("n", 2)))).containsExactly(2L);
    }

    @Test
    void vectorIsThereByItsName() {
        assertThat(collection.ids(must(hasVector("a")))).containsExactly(1L, 2L);
        assertThat(collection.ids(must(hasVector("b")))).containsExactly(1L, 3L);
        assertThat(collection.ids(mustNot(hasVector("a")))).containsExactly(3L, 4L);
        assertThat(collection.ids(must(hasVector("a"), hasVector("b")))).containsExactly(1L);
    }

    @Test
    void unnamedVectorHasAnEmptyName() {
        TestCollection unnamed = qdrant.collection(2, Distance.Dot);
        unnamed.upsert(point(1, payload(), 1, 1));

        assertThat(unnamed.ids(must(hasVector("")))).containsExactly(1L);
    }
}
