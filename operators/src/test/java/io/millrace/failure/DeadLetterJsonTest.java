package io.millrace.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Schema;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.json.Json;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterJsonTest {
    private static final Origin TOPIC = Origin.ofTopic("documents", 1, 2, 3);
    private static final Schema SCHEMA = Schema.of("dead-letter");

    @Test
    void writesOneLineOfJson() {
        DeadLetter letter = new DeadLetter(
                "read", new Reason("c", "m"), 2, TOPIC, "d", Instant.parse("2026-11-01T10:00:00Z"), Bytes.utf8("{\n"));

        assertThat(new String(DeadLetterJson.encode(letter), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"stage\":\"read\",\"reason\":{\"code\":\"c\",\"message\":\"m\"},\"attempts\":2,"
                        + "\"source\":{\"topic\":\"documents\",\"partition\":1,\"offset\":2,\"timestamp\":3},"
                        + "\"documentId\":\"d\",\"failedAt\":\"2026-11-01T10:00:00Z\",\"record\":\"{\\n\"}");
    }

    @Test
    void hasTheFieldsOfItsSchemaAndNoOthers() throws Exception {
        Set<String> fields = new LinkedHashSet<>(Schema.names(json(letter(TOPIC, "d", Bytes.utf8("text")))));
        fields.addAll(Schema.names(json(letter(TOPIC, "d", new Bytes(new byte[] {(byte) 0xFF})))));
        Set<String> source =
                new LinkedHashSet<>(Schema.names(json(letter(TOPIC, null, null)).get("source")));
        source.addAll(Schema.names(
                json(letter(Origin.ofFile("file:/a", 1, 2, 2), null, null)).get("source")));

        assertThat(fields).containsExactlyInAnyOrderElementsOf(SCHEMA.properties(""));
        assertThat(source).containsExactlyInAnyOrderElementsOf(SCHEMA.properties("/properties/source"));
    }

    @Test
    void alwaysHasTheFieldsThatTheSchemaRequires() throws Exception {
        JsonNode least = json(letter(Origin.ofFile("file:/a", 1, 2, 2), null, null));

        assertThat(Schema.names(least)).containsAll(SCHEMA.required(""));
        assertThat(Schema.names(least.get("source"))).containsAll(SCHEMA.required("/properties/source"));
        assertThat(Schema.names(least.get("reason"))).containsAll(SCHEMA.required("/properties/reason"));
    }

    @Test
    void keepsBytesThatAreNoText() throws Exception {
        byte[] bytes = {(byte) 0xC3, '"', 0};

        JsonNode json = json(letter(TOPIC, null, new Bytes(bytes)));

        assertThat(json.has("record")).isFalse();
        assertThat(Base64.getDecoder().decode(json.get("recordBase64").textValue()))
                .isEqualTo(bytes);
    }

    @Test
    void staysBelowAMegabyteWhateverTheRecord() {
        for (char filling : new char[] {'\0', '"', 'x', 'é'}) {
            String text = String.valueOf(filling).repeat(DeadLetter.MAX_RECORD / (filling == 'é' ? 2 : 1));
            DeadLetter letter = DeadLetter.of("read", new Reason("c", "m"), TOPIC, null, Bytes.utf8(text));

            assertThat(letter.record()).isNotNull();
            assertThat(DeadLetterJson.encode(letter)).hasSizeBetween(DeadLetter.MAX_RECORD, 700_000);
        }
    }

    @Test
    void carriesNoMoreOfAMessageThanAPersonReads() {
        Reason reason = new Reason("unknown-type", "Unknown request type '" + "x".repeat(100_000) + "'");

        assertThat(reason.message())
                .hasSize(1001)
                .startsWith("Unknown request type 'xx")
                .endsWith("x…");
    }

    private static DeadLetter letter(Origin origin, @Nullable String documentId, @Nullable Bytes record) {
        return DeadLetter.of("parse", new Reason("c", "m"), origin, documentId, record);
    }

    private static JsonNode json(DeadLetter letter) throws Exception {
        return Json.MAPPER.readTree(DeadLetterJson.encode(letter));
    }
}
