package io.millrace.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.Schema;
import io.millrace.document.Bytes;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLetterJsonTest {
    private static final Origin TOPIC = Origin.ofTopic("documents", 1, 2, 3);
    private static final Reason REASON = new Reason("c", "m");
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
        fields.addAll(Schema.names(json(DeadLetter.of("store", REASON, IncomingDocument.delete(TOPIC, "d", "acme")))));
        Set<String> source =
                new LinkedHashSet<>(Schema.names(json(letter(TOPIC, null, null)).get("source")));
        source.addAll(Schema.names(
                json(letter(Origin.ofFile("file:/a", 1, 2, 3), null, null)).get("source")));

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

    @ParameterizedTest
    @MethodSource("letters")
    void readsWhatItWrote(DeadLetter letter) {
        assertThat(DeadLetterJson.decode(new Bytes(DeadLetterJson.encode(letter))))
                .isEqualTo(letter);
    }

    static Stream<DeadLetter> letters() {
        Origin file = Origin.ofFile("file:/docs/a%20b.md", 7, 8, 9);
        return Stream.of(
                letter(TOPIC, "d", Bytes.utf8("text \uD83D\uDE00\0")),
                letter(TOPIC, null, new Bytes(new byte[] {(byte) 0xFF, 0})),
                letter(file, null, null),
                DeadLetter.of(
                        "source",
                        REASON,
                        new SourceRecord(file, Format.FILE, "a b.md", null, null, new Reason("p", "q"))),
                DeadLetter.of("read", REASON, new SourceRecord(TOPIC, Format.JSON, "d", "acme", Bytes.utf8("{"), null)),
                DeadLetter.of("parse", REASON, Documents.incoming("d", "text", 1, 2)),
                DeadLetter.of("store", REASON, IncomingDocument.delete(TOPIC, "d", "acme")),
                DeadLetter.ofLarge("embed", REASON, TOPIC, "d", null));
    }

    @Test
    void knowsTheStagesAndFormatsOfItsSchema() {
        for (String stage : SCHEMA.allowed("/properties/stage")) {
            assertThat(decode("stage", stage).stage()).isEqualTo(stage);
        }
        assertThat(SCHEMA.allowed("/properties/format"))
                .containsExactlyElementsOf(Arrays.stream(Format.values())
                        .map(format -> format.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void refusesALetterThatIsAsNoSchemaHasIt() {
        assertThatThrownBy(() -> decode("stage", "dream"))
                .isInstanceOf(RejectedException.class)
                .hasMessage("not a dead letter: 'stage' must be one of source, read, parse, embed, store, request, got"
                        + " 'dream'");
        assertThatThrownBy(() -> decode("failedAt", "yesterday"))
                .hasMessage("not a dead letter: 'failedAt' must be a time as 2026-11-01T10:00:00Z");
        assertThatThrownBy(() -> DeadLetterJson.decode(Bytes.utf8("{}")))
                .hasMessage("not a dead letter: 'reason' is missing");
        assertThatThrownBy(() -> DeadLetterJson.decode(Bytes.utf8("{")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("isn't JSON");
    }

    @Test
    void takesALetterOfAnEarlierMillraceForOneInJson() {
        DeadLetter letter = DeadLetterJson.decode(Bytes.utf8("""
                {"stage":"read","reason":{"code":"c","message":"m"},"attempts":1,
                 "source":{"path":"file:/a","offset":2,"timestamp":3},"failedAt":"2026-11-01T10:00:00Z","record":"{"}"""));

        assertThat(letter)
                .isEqualTo(new DeadLetter(
                        "read",
                        REASON,
                        1,
                        Origin.ofFile("file:/a", 2, 3, 3),
                        null,
                        Instant.parse("2026-11-01T10:00:00Z"),
                        Bytes.utf8("{")));
    }

    private static DeadLetter decode(String field, String value) {
        try {
            ObjectNode json = (ObjectNode) json(letter(TOPIC, "d", null));
            return DeadLetterJson.decode(Bytes.utf8(json.put(field, value).toString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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

    private static JsonNode json(DeadLetter letter) throws IOException {
        return Json.MAPPER.readTree(DeadLetterJson.encode(letter));
    }
}
