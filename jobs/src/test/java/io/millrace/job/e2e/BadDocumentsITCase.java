package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.apache.flink.api.common.JobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of the documents topic that can't be processed: each a dead letter with its bytes, and the job lives. */
@ExtendWith(EndToEnd.class)
class BadDocumentsITCase {
    private static Flow flow;
    private static RunningJob job;

    @BeforeAll
    static void start(Flow own) {
        flow = own;
        job = flow.ingest();
        flow.stub().refuseTexts(text -> text.contains("unspeakable"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"text\": | read | malformed-json | the record isn't JSON: syntax error at line 1, column 9",
                "{\"text\": \"a\"} {} | read | malformed-json | the record isn't JSON: syntax error at line 1, column 15",
                "[1] | read | wrong-type | the record must be a JSON object, got array",
                "{\"text\": 5} | read | wrong-type | 'text' must be a string, got number",
                "{\"text\": \"a\", \"version\": \"2\"} | read | wrong-type | 'version' must be a 64-bit integer, got string",
                "{\"text\": \"a\", \"metadata\": [1]} | read | wrong-type | metadata must be a JSON object, got array",
                "{\"text\": \"a\", \"metadata\": {\"x\": {}}} | read | wrong-type | metadata.x must be a string, number,"
                        + " boolean, null or a list of them, got object",
                "{\"text\": \"a\", \"metadata\": {\"x\": 1e999}} | read | wrong-type | metadata.x must be a number that a"
                        + " double can hold, got one that is beyond it",
                "{\"text\": \"a\", \"kind\": \"poem\"} | read | unknown-kind | kind must be one of document, memory,"
                        + " skill, got 'poem'",
                "{\"content\": \"%%\"} | read | wrong-type | 'content' must be base64 (RFC 4648, with padding): Illegal"
                        + " base64 character 25",
                "{} | read | missing-text | a document must have 'text' (a string) or 'content' (base64)",
                "{\"text\": \"a\", \"content\": \"YQ==\"} | read | ambiguous-text | a document must have 'text' or"
                        + " 'content', not both",
                "{\"id\": \"other\", \"text\": \"a\"} | read | id-mismatch | the record's key and its 'id' must be the"
                        + " same document id",
            })
    void keepsWhatItCannotRead(String record, String stage, String code, String message) {
        String key = "bad " + record.hashCode();
        flow.documents().send(key, record);

        assertThat(deadLetter(key)).isEqualTo(expected(key, stage, code, message, record));
        assertThatAGoodRecordFollows();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"empty, ~~", "blank, ~ ~", "breaks, ~\\n\\t~", "unbroken, ~\\u00a0\\u2003\\u3000~"})
    void keepsADocumentWithoutText(String key, String text) {
        flow.documents().send(key, "{\"text\": \"%s\"}".formatted(text));

        ObjectNode letter = deadLetter(key);

        assertThat(letter.remove("format").asText()).isEqualTo("document");
        JsonNode record = Flow.json(letter.remove("record").asText());
        assertThat(record).isEqualTo(Flow.json("""
                {"id": "%s", "kind": "document", "text": "%s", "metadata": {}}""".formatted(key, text)));
        assertThat(letter)
                .isEqualTo(expected(
                        key, "parse", "empty-text", "the document holds no text: it is empty or white space", null));
        assertThatAGoodRecordFollows();
    }

    @Test
    void keepsADocumentWithoutAnId() {
        byte[] record = "{\"text\": \"Whose am I?\"}".getBytes(UTF_8);
        flow.documents().send(null, record);

        ObjectNode letter = source(flow.deadLetters().await(each -> code(each).equals("missing-id")));

        assertThat(letter).isEqualTo(Flow.json("""
                {"stage": "read", "attempts": 1, "record": "{\\"text\\": \\"Whose am I?\\"}",
                 "reason": {"code": "missing-id",
                   "message": "a document must have a non-blank 'id', or a record key"}}"""));
        assertThatAGoodRecordFollows();
    }

    @Test
    void keepsTheBytesOfWhatIsNotUtf8() {
        byte[] record = "{\"text\": \"caf\u00e9\"}".getBytes(ISO_8859_1);
        flow.documents().send("latin", record);

        ObjectNode letter = deadLetter("latin");

        assertThat(Base64.getDecoder().decode(letter.remove("recordBase64").asText()))
                .isEqualTo(record);
        assertThat(letter)
                .isEqualTo(
                        expected("latin", "read", "invalid-utf-8", "the record isn't UTF-8: invalid byte at 13", null));
        assertThatAGoodRecordFollows();
    }

    @Test
    void keepsAPdfThatIsNone() {
        String content = Base64.getEncoder().encodeToString("not a PDF".getBytes(UTF_8));
        flow.documents().send("pdf", "{\"contentType\": \"application/pdf\", \"content\": \"%s\"}".formatted(content));

        ObjectNode letter = deadLetter("pdf");

        assertThat(letter.remove("format").asText()).isEqualTo("document");
        assertThat(letter.remove("record").asText()).contains("\"content\":\"%s\"".formatted(content));
        assertThat(letter)
                .isEqualTo(expected(
                        "pdf",
                        "parse",
                        "damaged-document",
                        "The document can't be read as application/pdf: it is damaged (IOException: Error: End-of-File,"
                                + " expected line at offset 9)",
                        null));
        assertThatAGoodRecordFollows();
    }

    @Test
    void keepsTheChunkThatTheProviderRefusesAndIndexesTheOthers() {
        String text = "# One\n\n%s\n\n# Two\n\n%s\n".formatted("good ".repeat(60), "unspeakable ".repeat(60));
        flow.documents()
                .send(
                        "mixed",
                        Flow.object()
                                .put("contentType", "text/markdown")
                                .put("text", text)
                                .toString());

        ObjectNode letter = deadLetter("mixed");

        assertThat(letter.remove("format").asText()).isEqualTo("document");
        assertThat(Flow.json(letter.remove("record").asText()).path("text").asText())
                .isEqualTo(text);
        assertThat(letter)
                .isEqualTo(expected(
                        "mixed",
                        "embed",
                        "content-policy-violation",
                        "chunk 2 of 2 (offsets 309 to 1035): %s refused the request: 400 content_policy_violation: The input"
                                        .formatted(flow.stub().baseUrl())
                                + " was refused by the content policy.",
                        null));
        flow.index().await(points -> !flow.index().of("mixed").isEmpty());
        assertThat(flow.index().of("mixed"))
                .extracting(point -> point.text("text"))
                .containsExactly(("# One\n\n" + "good ".repeat(60)).strip());
        assertThatAGoodRecordFollows();
    }

    private static void assertThatAGoodRecordFollows() {
        String id = "good-" + flow.deadLetters().values().size();
        flow.documents().send(id, "{\"text\": \"A good document.\"}");
        flow.index().await(points -> !flow.index().of(id).isEmpty());
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).isZero();
    }

    private static ObjectNode deadLetter(String documentId) {
        return source(flow.deadLetters()
                .await(letter -> letter.path("documentId").asText().equals(documentId)));
    }

    /** The letter without its times and places, which are looked at here. */
    private static ObjectNode source(JsonNode letter) {
        ObjectNode copy = letter.deepCopy();
        assertThat(copy.remove("failedAt").asText()).startsWith("20");
        JsonNode source = copy.remove("source");
        assertThat(source.path("topic").asText()).isEqualTo(flow.documents().name());
        assertThat(source.path("partition").asInt()).isBetween(0, 1);
        assertThat(source.path("offset").isIntegralNumber()).isTrue();
        assertThat(source.path("timestamp").asLong()).isPositive();
        return copy;
    }

    private static String code(JsonNode letter) {
        return letter.at("/reason/code").asText();
    }

    private static JsonNode expected(
            String documentId, String stage, String code, String message, @Nullable String record) {
        ObjectNode letter = Flow.object().put("stage", stage).put("attempts", 1).put("documentId", documentId);
        letter.putObject("reason").put("code", code).put("message", message);
        if (record != null) {
            letter.put("record", record);
        }
        return letter;
    }
}
