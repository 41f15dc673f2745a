package io.millrace.embedded.qdrant.engine;

import static io.millrace.embedded.qdrant.engine.Json.list;
import static io.millrace.embedded.qdrant.engine.Json.number;
import static io.millrace.embedded.qdrant.engine.Json.struct;
import static io.millrace.embedded.qdrant.engine.Json.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.qdrant.payload.PayloadEdit;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadPathTest {

    private static final Map<String, Value> PAYLOAD = Map.of(
            "a", struct(Map.of("b", number(1))),
            "cities", list(struct(Map.of("name", text("Bonn"))), struct(Map.of("name", text("Ulm")))),
            "grid", list(list(number(1), number(2)), list(number(3))),
            "dotted.key", struct(Map.of("ä-1_2", text("x"))));

    @Test
    void aDotEntersAStruct() {
        assertThat(PayloadPath.parse("a.b").valuesIn(PAYLOAD)).containsExactly(number(1));
    }

    @Test
    void aPlainKeyDoesNotLookIntoAList() {
        assertThat(PayloadPath.parse("cities.name").valuesIn(PAYLOAD)).isEmpty();
    }

    @Test
    void bracketsReachEveryElement() {
        assertThat(PayloadPath.parse("cities[].name").valuesIn(PAYLOAD)).containsExactly(text("Bonn"), text("Ulm"));
    }

    @Test
    void aPositionReachesOneElement() {
        assertThat(PayloadPath.parse("cities[1].name").valuesIn(PAYLOAD)).containsExactly(text("Ulm"));
        assertThat(PayloadPath.parse("cities[2].name").valuesIn(PAYLOAD)).isEmpty();
    }

    @Test
    void aListAtTheEndIsOneValue() {
        assertThat(PayloadPath.parse("grid").valuesIn(PAYLOAD)).hasSize(1);
        assertThat(PayloadPath.parse("grid[]").valuesIn(PAYLOAD)).hasSize(2);
        assertThat(PayloadPath.parse("grid[][]").valuesIn(PAYLOAD)).containsExactly(number(1), number(2), number(3));
    }

    @Test
    void quotesHoldAKeyWithADot() {
        assertThat(PayloadPath.parse("\"dotted.key\".ä-1_2").valuesIn(PAYLOAD)).containsExactly(text("x"));
    }

    @Test
    void positionsAreIndexedAsEveryElement() {
        assertThat(PayloadPath.parse("\"dotted.key\"[3].\"x\"").canonical()).isEqualTo("\"dotted.key\"[].x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a b", "[0]", "\"a", "a]", "a[0]b"})
    void refusesWhatIsNoPath(String text) {
        assertThatThrownBy(() -> PayloadPath.parse(text)).hasMessage("Invalid json path: '" + text + "'");
    }

    @Test
    void mergesAtAPathAndMakesTheWay() {
        PayloadPath path = PayloadPath.parse("a.c.d");

        assertThat(PayloadEdit.mergeAt(PAYLOAD, path, Map.of("e", number(2))).get("a"))
                .isEqualTo(struct(Map.of("b", number(1), "c", struct(Map.of("d", struct(Map.of("e", number(2))))))));
    }

    @Test
    void mergesIntoEveryElement() {
        PayloadPath path = PayloadPath.parse("cities[]");

        assertThat(PayloadEdit.mergeAt(PAYLOAD, path, Map.of("big", text("no"))).get("cities"))
                .isEqualTo(list(
                        struct(Map.of("name", text("Bonn"), "big", text("no"))),
                        struct(Map.of("name", text("Ulm"), "big", text("no")))));
    }

    @Test
    void removesAtAPathAndLeavesTheRest() {
        assertThat(PayloadEdit.remove(PAYLOAD, PayloadPath.parse("a.b")).get("a"))
                .isEqualTo(struct(Map.of()));
        assertThat(PayloadEdit.remove(PAYLOAD, PayloadPath.parse("cities[].name"))
                        .get("cities"))
                .isEqualTo(list(struct(Map.of()), struct(Map.of())));
        assertThat(PayloadEdit.remove(PAYLOAD, PayloadPath.parse("grid[0]"))).isEqualTo(PAYLOAD);
        assertThat(PayloadEdit.remove(PAYLOAD, PayloadPath.parse("no.such"))).isEqualTo(PAYLOAD);
    }
}
