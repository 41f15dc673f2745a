package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.millrace.document.json.Json;
import org.junit.jupiter.api.Test;

class MetadataTest {
    @Test
    void isTheSameWhateverTheOrderAndTheSpaces() throws Exception {
        Metadata one = metadata("{\"b\": [1, true, null], \"a\": \"x\"}");

        assertThat(one).isEqualTo(metadata("{\"a\":\"x\",\"b\":[1,true,null]}"));
        assertThat(one.json()).isEqualTo("{\"a\":\"x\",\"b\":[1,true,null]}");
    }

    @Test
    void keepsIntegersOfAnySizeAndFractionsApart() throws Exception {
        assertThat(metadata("{\"a\": 123456789012345678901234567890, \"b\": 1, \"c\": 1.5}")
                        .json())
                .isEqualTo("{\"a\":123456789012345678901234567890,\"b\":1,\"c\":1.5}");
    }

    @Test
    void isEmptyWhereNothingIsGiven() {
        assertThat(Metadata.of(NullNode.getInstance())).isEqualTo(Metadata.EMPTY);
        assertThat(Metadata.of(MissingNode.getInstance())).isEqualTo(Metadata.EMPTY);
    }

    @Test
    void comesBackAsTheObjectThatItWas() throws Exception {
        String json = "{\"a\":\"\\\"\\u0000\",\"b\":[]}";

        assertThat(metadata(json).toObject()).isEqualTo(Json.MAPPER.readTree(json));
    }

    @Test
    void refusesWhatNoFilterCouldSpeakOf() {
        assertRefused("[1]", "metadata must be a JSON object, got array");
        assertRefused(
                "{\"a\": [[1]]}", "metadata.a must be a string, number, boolean, null or a list of them, got array");
        assertRefused(
                "{\"\": 1}",
                "metadata names must be non-empty, without '.', '[' or '\"' (they would be paths), got ''");
        assertRefused(
                "{\"a[0]\": 1}",
                "metadata names must be non-empty, without '.', '[' or '\"' (they would be paths), got 'a[0]'");
    }

    private static Metadata metadata(String json) throws Exception {
        return Metadata.of(Json.MAPPER.readTree(json));
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> metadata(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
