package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RangeFilterITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static FilterTable table;

    @BeforeAll
    static void fill() {
        table = FilterTable.of(
                qdrant,
                Map.ofEntries(
                        Map.entry(1, payload("price", 1.5, "size", 1)),
                        Map.entry(2, payload("price", 2.0, "size", 2)),
                        Map.entry(3, payload("price", array(1.0, 9.5), "size", array(-5, 10))),
                        Map.entry(4, payload("price", -3.25, "size", -3)),
                        Map.entry(5, payload("price", 0.0, "size", 0)),
                        Map.entry(6, payload("any", 2)),
                        Map.entry(7, payload("any", 2.0)),
                        Map.entry(8, payload("any", "2")),
                        Map.entry(9, payload("any", true)),
                        Map.entry(10, payload("any", NULL)),
                        Map.entry(11, payload("any", array("2", 2.5))),
                        Map.entry(12, payload("any", object("x", 2))),
                        Map.entry(13, payload("any", array()))),
                Map.of("price", FieldType.FieldTypeFloat, "size", FieldType.FieldTypeInteger));
    }

    @Test
    void includesItsBoundsOrNot() {
        assertThat(table.idsOf(price(Range.newBuilder().setGt(1.5)))).containsExactly(2L, 3L);
        assertThat(table.idsOf(price(Range.newBuilder().setGte(1.5)))).containsExactly(1L, 2L, 3L);
        assertThat(table.idsOf(price(Range.newBuilder().setLt(0)))).containsExactly(4L);
        assertThat(table.idsOf(price(Range.newBuilder().setLte(0)))).containsExactly(4L, 5L);
    }

    @Test
    void needsOneElementWithinBothBounds() {
        assertThat(table.idsOf(price(Range.newBuilder().setGte(1).setLte(2)))).containsExactly(1L, 2L, 3L);
        assertThat(table.idsOf(price(Range.newBuilder().setGt(1).setLt(9.5)))).containsExactly(1L, 2L);
        assertThat(table.idsOf(price(Range.newBuilder().setGt(5).setLt(1)))).isEmpty();
    }

    @Test
    void comparesIntegersAsNumbers() {
        assertThat(table.idsOf(size(Range.newBuilder().setGt(0.5).setLt(1.5)))).containsExactly(1L);
        assertThat(table.idsOf(size(Range.newBuilder().setGte(2)))).containsExactly(2L, 3L);
        assertThat(table.idsOf(size(Range.newBuilder().setLte(-2.5)))).containsExactly(3L, 4L);
        assertThat(table.idsOf(size(Range.newBuilder().setGt(-3.5).setLt(-2.5))))
                .containsExactly(4L);
    }

    @Test
    void matchesNumbersOnly() {
        assertThat(table.idsOf(
                        range("any", Range.newBuilder().setGte(2).setLte(2).build())))
                .containsExactly(6L, 7L);
        assertThat(table.idsOf(range("any", Range.newBuilder().setGte(-1000).build())))
                .containsExactly(6L, 7L, 11L);
    }

    @Test
    void withoutBoundsMatchesEveryNumber() {
        assertThat(table.idsOf(range("any", Range.getDefaultInstance()))).containsExactly(6L, 7L, 11L);
    }

    private static Condition price(Range.Builder range) {
        return range("price", range.build());
    }

    private static Condition size(Range.Builder range) {
        return range("size", range.build());
    }
}
