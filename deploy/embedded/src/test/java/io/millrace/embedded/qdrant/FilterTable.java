package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.must;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Payloads by id, in two collections: one without payload indexes and one with those named. A filter must select the
 * same points in both, whether it scrolls, counts or queries.
 */
record FilterTable(TestCollection plain, TestCollection indexed) {

    private static final int MORE_THAN_THE_TABLE = 1000;

    static FilterTable of(
            QdrantServer qdrant, Map<Integer, Map<String, Value>> payloads, Map<String, FieldType> indexes) {
        var table = new FilterTable(qdrant.collection(2, Distance.Euclid), qdrant.collection(2, Distance.Euclid));
        indexes.forEach(table.indexed::index);
        new TreeMap<>(payloads).forEach(table::add);
        return table;
    }

    /** The ids that pass, ascending. */
    List<Long> idsOf(Condition condition) {
        return idsOf(must(condition));
    }

    /** The ids that pass, ascending. */
    List<Long> idsOf(Filter filter) {
        List<Long> ids = plain.ids(filter);
        assertThat(indexed.ids(filter)).as("scrolled with indexes").isEqualTo(ids);
        assertThat(plain.count(filter)).as("counted without indexes").isEqualTo(ids.size());
        assertThat(indexed.count(filter)).as("counted with indexes").isEqualTo(ids.size());
        assertThat(queried(plain, filter)).as("queried without indexes").isEqualTo(ids);
        assertThat(queried(indexed, filter)).as("queried with indexes").isEqualTo(ids);
        return ids;
    }

    /** Every distance from the origin differs, so the nearest come in the order of their ids. */
    private static List<Long> queried(TestCollection collection, Filter filter) {
        var query = collection.near(0, 0).setFilter(filter).setLimit(MORE_THAN_THE_TABLE);
        return TestPoints.hits(collection.query(query));
    }

    private void add(int id, Map<String, Value> payload) {
        plain.upsert(TestPoints.point(id, payload, id, 0));
        indexed.upsert(TestPoints.point(id, payload, id, 0));
    }
}
