package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Filters.mustNot;
import static io.millrace.embedded.qdrant.Filters.should;
import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.isEmpty;
import static io.qdrant.client.ConditionFactory.isNull;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.nested;
import static io.qdrant.client.ConditionFactory.range;
import static io.qdrant.client.ConditionFactory.valuesCount;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Common.ValuesCount;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Paths look at every element on its own; a nested condition asks one element for everything. */
class NestedFilterITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static FilterTable table;

    @BeforeAll
    static void fill() {
        table = FilterTable.of(
                qdrant,
                Map.of(
                        1, payload("diet", array(dish("leaves", false), dish("meat", true))),
                        2, payload("diet", array(dish("leaves", true), dish("meat", false))),
                        3, payload("diet", array(dish("meat", true))),
                        4, payload("diet", array()),
                        5, payload("diet", array(object("food", array("nuts", "seeds"), "likes", true))),
                        6, payload("diet", array(object("food", NULL))),
                        7, payload("cook", object("name", "ada", "home", object("city", "Oslo", "floor", 3))),
                        8, payload("cook", object("name", "bob", "home", object("city", "Bergen", "floor", 1))),
                        9, payload("diet", array(array(dish("meat", true))))),
                Map.of(
                        "diet[].food", FieldType.FieldTypeKeyword,
                        "diet[].likes", FieldType.FieldTypeBool,
                        "cook.name", FieldType.FieldTypeKeyword,
                        "cook.home.floor", FieldType.FieldTypeInteger));
    }

    @Test
    void pathReachesIntoObjects() {
        assertThat(table.idsOf(matchKeyword("cook.name", "ada"))).containsExactly(7L);
        assertThat(table.idsOf(matchKeyword("cook.home.city", "Bergen"))).containsExactly(8L);
        assertThat(table.idsOf(
                        range("cook.home.floor", Range.newBuilder().setGt(1).build())))
                .containsExactly(7L);
        assertThat(table.idsOf(matchKeyword("cook.name.first", "ada"))).isEmpty();
    }

    @Test
    void pathReachesIntoArrays() {
        assertThat(table.idsOf(matchKeyword("diet[].food", "meat"))).containsExactly(1L, 2L, 3L);
        assertThat(table.idsOf(matchKeyword("diet[].food", "seeds"))).containsExactly(5L);
        assertThat(table.idsOf(match("diet[].likes", false))).containsExactly(1L, 2L);
    }

    @Test
    void pathWithoutBracketsDoesNotReachIntoArrays() {
        assertThat(table.idsOf(matchKeyword("diet.food", "meat"))).isEmpty();
    }

    @Test
    void pathReachesOneElementByItsIndex() {
        assertThat(table.idsOf(matchKeyword("diet[0].food", "meat"))).containsExactly(3L);
        assertThat(table.idsOf(matchKeyword("diet[1].food", "meat"))).containsExactly(1L, 2L);
    }

    @Test
    void pathsAreEachSatisfiedByAnyElement() {
        assertThat(table.idsOf(must(matchKeyword("diet[].food", "meat"), match("diet[].likes", true))))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void nestedIsSatisfiedByOneElement() {
        assertThat(table.idsOf(nested("diet", must(matchKeyword("food", "meat"), match("likes", true)))))
                .containsExactly(1L, 3L);
        assertThat(table.idsOf(nested("diet[]", must(matchKeyword("food", "leaves"), match("likes", true)))))
                .containsExactly(2L);
    }

    @Test
    void nestedTakesEveryClause() {
        assertThat(table.idsOf(nested("diet", mustNot(match("likes", true))))).containsExactly(1L, 2L, 6L);
        assertThat(table.idsOf(nested("diet", should(matchKeyword("food", "nuts"), matchKeyword("food", "leaves")))))
                .containsExactly(1L, 2L, 5L);
    }

    @Test
    void nestedIsNegatedAsAWhole() {
        assertThat(table.idsOf(mustNot(nested("diet", must(matchKeyword("food", "meat"), match("likes", true))))))
                .containsExactly(2L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void nestedLooksAtThePresenceOfAnElementsFields() {
        assertThat(table.idsOf(nested("diet", isEmpty("likes")))).containsExactly(6L);
        assertThat(table.idsOf(nested("diet", isNull("food")))).containsExactly(6L);
        assertThat(table.idsOf(nested(
                        "diet",
                        valuesCount("food", ValuesCount.newBuilder().setGte(2).build()))))
                .containsExactly(5L);
    }

    private static Object dish(String food, boolean likes) {
        return object("food", food, "likes", likes);
    }
}
