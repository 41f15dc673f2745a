package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.isEmpty;
import static io.qdrant.client.ConditionFactory.isNull;
import static io.qdrant.client.ConditionFactory.valuesCount;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.ValuesCount;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is there, what is null, and how many. */
class PresenceFilterITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static FilterTable table;

    @BeforeAll
    static void fill() {
        table = FilterTable.of(
                qdrant,
                Map.ofEntries(
                        Map.entry(1, payload("x", NULL)),
                        Map.entry(2, payload("x", array())),
                        Map.entry(3, payload("x", array(NULL))),
                        Map.entry(4, payload("x", array("a", NULL))),
                        Map.entry(5, payload("other", 1)),
                        Map.entry(6, payload("x", "")),
                        Map.entry(7, payload("x", "a")),
                        Map.entry(8, payload("x", array("a", "b", "c"))),
                        Map.entry(9, payload("x", object())),
                        Map.entry(10, payload("x", 0)),
                        Map.entry(11, payload("x", false))),
                Map.of("x", FieldType.FieldTypeKeyword));
    }

    @Test
    void emptyIsMissingNullOrAnEmptyArray() {
        assertThat(table.idsOf(isEmpty("x"))).containsExactly(1L, 2L, 5L);
        assertThat(table.idsOf(mustNot(isEmpty("x")))).containsExactly(3L, 4L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void nullIsNullItselfOrAnArrayThatHoldsIt() {
        assertThat(table.idsOf(isNull("x"))).containsExactly(1L, 3L, 4L);
        assertThat(table.idsOf(mustNot(isNull("x")))).containsExactly(2L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void countIsTheLengthOfAnArrayOneForAScalarAndNoneForAMissingField() {
        assertThat(count(ValuesCount.newBuilder().setGte(1).setLte(1))).containsExactly(3L, 6L, 7L, 9L, 10L, 11L);
        assertThat(count(ValuesCount.newBuilder().setGt(1))).containsExactly(4L, 8L);
        assertThat(count(ValuesCount.newBuilder().setGte(3))).containsExactly(8L);
        assertThat(count(ValuesCount.newBuilder().setLt(1))).containsExactly(1L, 2L, 5L);
        assertThat(count(ValuesCount.newBuilder().setGt(3))).isEmpty();
    }

    private static List<Long> count(ValuesCount.Builder count) {
        return table.idsOf(valuesCount("x", count.build()));
    }
}
