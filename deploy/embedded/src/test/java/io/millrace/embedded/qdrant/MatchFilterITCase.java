package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Payloads.NULL;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.object;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchExceptKeywords;
import static io.qdrant.client.ConditionFactory.matchExceptValues;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.matchKeywords;
import static io.qdrant.client.ConditionFactory.matchValues;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MatchFilterITCase {

    private static final String UUID = "550e8400-e29b-41d4-a716-446655440000";

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    /** Field {@code x} holds a value of every type and has no index. */
    private static FilterTable mixed;

    /** Fields {@code colour}, {@code size} and {@code open} each hold one type, and one collection indexes them. */
    private static FilterTable typed;

    @BeforeAll
    static void fill() {
        mixed = FilterTable.of(
                qdrant,
                Map.ofEntries(
                        Map.entry(1, payload("x", "5")),
                        Map.entry(2, payload("x", 5)),
                        Map.entry(3, payload("x", 5.0)),
                        Map.entry(4, payload("x", true)),
                        Map.entry(5, payload("x", "true")),
                        Map.entry(6, payload("x", NULL)),
                        Map.entry(7, payload()),
                        Map.entry(8, payload("x", array())),
                        Map.entry(9, payload("x", array("5", 6))),
                        Map.entry(10, payload("x", array(5, 7, NULL))),
                        Map.entry(11, payload("x", object("y", 5))),
                        Map.entry(12, payload("x", array(NULL))),
                        Map.entry(13, payload("x", false))),
                Map.of());
        typed = FilterTable.of(
                qdrant,
                Map.of(
                        1, payload("colour", "red", "size", 1, "open", true, "uuid", UUID),
                        2, payload("colour", "blue", "size", 2, "open", false),
                        3, payload("colour", array("red", "green"), "size", array(2, 3), "open", array(true, false)),
                        4, payload("colour", "Red", "size", -1),
                        5, payload("colour", "", "size", Long.MAX_VALUE),
                        6, payload("colour", "red hot", "size", Long.MAX_VALUE - 1),
                        7, payload()),
                Map.of(
                        "colour", FieldType.FieldTypeKeyword,
                        "size", FieldType.FieldTypeInteger,
                        "open", FieldType.FieldTypeBool,
                        "uuid", FieldType.FieldTypeUuid));
    }

    @Test
    void keywordMatchesTheWholeStringOrAnElement() {
        assertThat(typed.idsOf(matchKeyword("colour", "red"))).containsExactly(1L, 3L);
        assertThat(typed.idsOf(matchKeyword("colour", "green"))).containsExactly(3L);
        assertThat(typed.idsOf(matchKeyword("colour", ""))).containsExactly(5L);
        assertThat(typed.idsOf(matchKeyword("colour", "hot"))).isEmpty();
        assertThat(typed.idsOf(matchKeyword("missing", "red"))).isEmpty();
    }

    @Test
    void keywordMatchesAUuid() {
        assertThat(typed.idsOf(matchKeyword("uuid", UUID))).containsExactly(1L);
        assertThat(typed.idsOf(matchKeywords("uuid", List.of(UUID, "other")))).containsExactly(1L);
    }

    @Test
    void integerMatchesTheNumberOrAnElement() {
        assertThat(typed.idsOf(match("size", 2))).containsExactly(2L, 3L);
        assertThat(typed.idsOf(match("size", -1))).containsExactly(4L);
        assertThat(typed.idsOf(match("size", Long.MAX_VALUE))).containsExactly(5L);
    }

    @Test
    void booleanMatchesTheValueOrAnElement() {
        assertThat(typed.idsOf(match("open", true))).containsExactly(1L, 3L);
        assertThat(typed.idsOf(match("open", false))).containsExactly(2L, 3L);
    }

    @Test
    void anyMatchesOneOfTheList() {
        assertThat(typed.idsOf(matchKeywords("colour", List.of("blue", "green", "black"))))
                .containsExactly(2L, 3L);
        assertThat(typed.idsOf(matchValues("size", List.of(1L, 3L)))).containsExactly(1L, 3L);
    }

    @Test
    void anyOfAnEmptyListMatchesNothing() {
        assertThat(typed.idsOf(matchKeywords("colour", List.of()))).isEmpty();
        assertThat(typed.idsOf(matchValues("size", List.of()))).isEmpty();
    }

    @Test
    void exceptMatchesAValueOutsideTheList() {
        assertThat(typed.idsOf(matchExceptKeywords("colour", List.of("red", "blue"))))
                .containsExactly(3L, 4L, 5L, 6L);
        assertThat(typed.idsOf(matchExceptKeywords("colour", List.of("red", "green", "blue"))))
                .containsExactly(4L, 5L, 6L);
        assertThat(typed.idsOf(matchExceptValues("size", List.of(2L, 3L)))).containsExactly(1L, 4L, 5L, 6L);
    }

    @Test
    void keywordMatchesStringsOnly() {
        assertThat(mixed.idsOf(matchKeyword("x", "5"))).containsExactly(1L, 9L);
        assertThat(mixed.idsOf(matchKeyword("x", "true"))).containsExactly(5L);
    }

    @Test
    void integerMatchesJsonIntegersOnly() {
        assertThat(mixed.idsOf(match("x", 5))).containsExactly(2L, 10L);
        assertThat(mixed.idsOf(match("x", 6))).containsExactly(9L);
    }

    @Test
    void booleanMatchesBooleansOnly() {
        assertThat(mixed.idsOf(match("x", true))).containsExactly(4L);
        assertThat(mixed.idsOf(match("x", false))).containsExactly(13L);
    }

    @Test
    void anyIsExactAboutTypes() {
        assertThat(mixed.idsOf(matchKeywords("x", List.of("5", "6")))).containsExactly(1L, 9L);
        assertThat(mixed.idsOf(matchValues("x", List.of(6L, 7L)))).containsExactly(9L, 10L);
    }

    @Test
    void exceptMatchesEveryOtherTypeButNull() {
        assertThat(mixed.idsOf(matchExceptKeywords("x", List.of("5"))))
                .containsExactly(2L, 3L, 4L, 5L, 9L, 10L, 11L, 13L);
        assertThat(mixed.idsOf(matchExceptValues("x", List.of(5L, 7L)))).containsExactly(1L, 3L, 4L, 5L, 9L, 11L, 13L);
    }

    @Test
    void exceptAnEmptyListMatchesEveryValueButNull() {
        assertThat(mixed.idsOf(matchExceptKeywords("x", List.of())))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 9L, 10L, 11L, 13L);
    }
}
