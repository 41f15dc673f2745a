package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.atLeast;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Filters.should;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Point n holds the bits of n, so that every combination of three conditions is there once. */
class BooleanFilterITCase {

    private static final Condition A = match("a", true);
    private static final Condition B = match("b", true);
    private static final Condition C = match("c", true);

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static FilterTable table;

    @BeforeAll
    static void fill() {
        table = FilterTable.of(
                qdrant,
                Map.of(
                        1, payload("a", true, "b", false, "c", false),
                        2, payload("a", false, "b", true, "c", false),
                        3, payload("a", true, "b", true, "c", false),
                        4, payload("a", false, "b", false, "c", true),
                        5, payload("a", true, "b", false, "c", true),
                        6, payload("a", false, "b", true, "c", true),
                        7, payload("a", true, "b", true, "c", true),
                        8, payload()),
                Map.of("a", FieldType.FieldTypeBool, "b", FieldType.FieldTypeBool));
    }

    @Test
    void anEmptyFilterPassesAll() {
        assertThat(table.idsOf(Filter.getDefaultInstance())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void mustIsAll() {
        assertThat(table.idsOf(must(A, B))).containsExactly(3L, 7L);
        assertThat(table.idsOf(must(A, B, C))).containsExactly(7L);
    }

    @Test
    void shouldIsAny() {
        assertThat(table.idsOf(should(A, B))).containsExactly(1L, 2L, 3L, 5L, 6L, 7L);
    }

    @Test
    void mustNotIsNone() {
        assertThat(table.idsOf(mustNot(A, B))).containsExactly(4L, 8L);
    }

    @Test
    void clausesHoldTogether() {
        Filter all = Filter.newBuilder()
                .addMust(A)
                .addShould(B)
                .addShould(C)
                .addMustNot(filter(must(B, C)))
                .build();

        assertThat(table.idsOf(all)).containsExactly(3L, 5L);
    }

    @Test
    void minShouldIsSoMany() {
        assertThat(table.idsOf(atLeast(1, A, B, C))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(table.idsOf(atLeast(2, A, B, C))).containsExactly(3L, 5L, 6L, 7L);
        assertThat(table.idsOf(atLeast(3, A, B, C))).containsExactly(7L);
        assertThat(table.idsOf(atLeast(4, A, B, C))).isEmpty();
    }

    @Test
    void minShouldHoldsWithMust() {
        Filter both = atLeast(2, A, B, C).toBuilder().addMust(C).build();

        assertThat(table.idsOf(both)).containsExactly(5L, 6L, 7L);
    }

    @Test
    void filtersNest() {
        assertThat(table.idsOf(should(filter(must(A, B)), filter(mustNot(A, B)))))
                .containsExactly(3L, 4L, 7L, 8L);
        assertThat(table.idsOf(mustNot(filter(should(A, filter(must(B, C))))))).containsExactly(2L, 4L, 8L);
        assertThat(table.idsOf(must(filter(should(A, B)), filter(mustNot(filter(must(A, B)))))))
                .containsExactly(1L, 2L, 5L, 6L);
    }

    @Test
    void negatesWhatIsMissing() {
        assertThat(table.idsOf(mustNot(match("unknown", true)))).hasSize(8);
        assertThat(table.idsOf(must(match("unknown", true)))).isEmpty();
    }
}
