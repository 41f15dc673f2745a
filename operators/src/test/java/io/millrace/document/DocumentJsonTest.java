package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.failure.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentJsonTest {
    private static final Origin ORIGIN = Origin.ofTopic("documents", 0, 7, 1234);

    private final DocumentJson json = new DocumentJson(FieldNames.STANDARD);

    @Test
    void readsEveryField() {
        IncomingDocument document = json.decode(record("doc-1", """
                {"id": "doc-1", "tenant": "acme", "kind": "memory", "uri": "https://acme.example/1", "title": "T",
                 "contentType": "text/markdown", "text": "# T", "metadata": {"year": 2026, "tags": ["a", "b"]},
                 "version": 9, "unknown": {"is": "passed over"}}"""));

        assertThat(document)
                .isEqualTo(new IncomingDocument(
                        ORIGIN,
                        "doc-1",
                        false,
                        "acme",
                        Kind.MEMORY,
                        "https://acme.example/1",
                        "T",
                        "text/markdown",
                        "# T",
                        null,
                        new Metadata("{\"tags\":[\"a\",\"b\"],\"year\":2026}"),
                        9L));
    }

    @Test
    void readsContentInBase64() {
        IncomingDocument document = json.decode(record("d", "{\"content\": \"aGVsbG8=\"}"));

        assertThat(document.content()).isEqualTo(Bytes.utf8("hello"));
        assertThat(document.id()).isEqualTo("d");
    }

    @Test
    void readsFieldsByTheNamesThatTheyAreGiven() {
        DocumentJson beir = new DocumentJson(new FieldNames(Map.of("id", "_id")));

        IncomingDocument document = beir.decode(record(null, "{\"_id\": \"4983\", \"title\": \"T\", \"text\": \"x\"}"));

        assertThat(document.id()).isEqualTo("4983");
    }

    @Test
    void takesARecordWithoutAValueAsADelete() {
        IncomingDocument document =
                json.decode(new SourceRecord(ORIGIN, SourceRecord.Format.JSON, "doc-1", "acme", null, null));

        assertThat(document).isEqualTo(IncomingDocument.delete(ORIGIN, "doc-1", "acme"));
    }

    @Test
    void writesWhatItCanReadAgain() {
        IncomingDocument document = json.decode(
                record("d", "{\"text\": \"x\", \"kind\": \"skill\", \"metadata\": {\"a\": null}, \"version\": 3}"));

        IncomingDocument again = json.decode(
                new SourceRecord(ORIGIN, SourceRecord.Format.JSON, "d", null, DocumentJson.encode(document), null));

        assertThat(again).isEqualTo(document);
    }

    @Test
    void refusesMalformedJson() {
        assertThat(refusal(record("d", "{\"id\": \"d\", \"text\": ")))
                .returns("malformed-json", RejectedException::code)
                .hasMessage("the record isn't JSON: syntax error at line 1, column 21");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] bytes = "{\"id\":\"d\",\"text\":\"ab".getBytes(StandardCharsets.UTF_8);
        byte[] broken = java.util.Arrays.copyOf(bytes, bytes.length + 3);
        broken[bytes.length] = (byte) 0xC3;
        broken[bytes.length + 1] = '"';
        broken[bytes.length + 2] = '}';

        assertThat(refusal(new SourceRecord(ORIGIN, SourceRecord.Format.JSON, "d", null, new Bytes(broken), null)))
                .returns("invalid-utf-8", RejectedException::code)
                .hasMessage("the record isn't UTF-8: invalid byte at 20");
    }

    @Test
    void refusesAValueThatIsNoObject() {
        assertThat(refusal(record("d", "[1]"))).hasMessage("the record must be a JSON object, got array");
    }

    @Test
    void refusesWrongTypes() {
        assertThat(refusal(record("d", "{\"text\": 5}"))).hasMessage("'text' must be a string, got number");
        assertThat(refusal(record("d", "{\"text\": \"x\", \"version\": 1.5}")))
                .hasMessage("'version' must be a 64-bit integer, got number");
        assertThat(refusal(record("d", "{\"text\": \"x\", \"metadata\": 5}")))
                .hasMessage("metadata must be a JSON object, got number");
        assertThat(refusal(record("d", "{\"text\": \"x\", \"metadata\": {\"a\": {\"b\": 1}}}")))
                .hasMessage("metadata.a must be a string, number, boolean, null or a list of them, got object");
        assertThat(refusal(record("d", "{\"text\": \"x\", \"metadata\": {\"a.b\": 1}}")))
                .hasMessage(
                        "metadata names must be non-empty, without '.', '[' or '\"' (they would be paths), got 'a.b'");
        assertThat(refusal(record("d", "{\"content\": \"not base64!\"}")))
                .hasMessageStartingWith("'content' must be base64 (RFC 4648, with padding): ");
    }

    @Test
    void refusesADocumentWithoutAnId() {
        assertThat(refusal(record(null, "{\"text\": \"x\"}")))
                .returns("missing-id", RejectedException::code)
                .hasMessage("a document must have a non-blank 'id', or a record key");
        assertThat(refusal(new SourceRecord(ORIGIN, SourceRecord.Format.JSON, null, null, null, null)))
                .hasMessage("a delete (a record with no value) must have the document's id as its key");
    }

    @Test
    void refusesAnIdThatIsNotTheKey() {
        assertThat(refusal(record("a", "{\"id\": \"b\", \"text\": \"x\"}")))
                .hasMessage("the record's key and its 'id' must be the same document id");
    }

    @Test
    void refusesAnUnknownKind() {
        assertThat(refusal(record("d", "{\"text\": \"x\", \"kind\": \"note\"}")))
                .hasMessage("kind must be one of document, memory, skill, got 'note'");
    }

    @Test
    void refusesADocumentWithoutText() {
        assertThat(refusal(record("d", "{\"title\": \"x\"}")))
                .hasMessage("a document must have 'text' (a string) or 'content' (base64)");
        assertThat(refusal(record("d", "{\"text\": \"x\", \"content\": \"aGVsbG8=\"}")))
                .hasMessage("a document must have 'text' or 'content', not both");
    }

    @Test
    void refusesMetadataThatNoDoubleHolds() {
        assertThat(refusal(record("d", "{\"text\": \"x\", \"metadata\": {\"n\": 1e999}}")))
                .hasMessage("metadata.n must be a number that a double can hold, got one that is beyond it");
    }

    @Test
    void replacesHalfACharacterThatStandsAlone() {
        IncomingDocument document = json.decode(record("d", "{\"text\": \"\\ud83c\\udf3e cut \\ud83c\"}"));

        assertThat(document.text()).isEqualTo("\ud83c\udf3e cut \ufffd");
    }

    @Test
    void refusesAFieldGivenTwice() {
        assertThat(refusal(record("d", "{\"text\": \"x\", \"text\": \"y\"}")))
                .returns("malformed-json", RejectedException::code);
    }

    @Test
    void readsTextOfFiftyMegabytes() {
        String text = "word ".repeat(10_000_000);

        assertThat(json.decode(record("d", "{\"text\": \"" + text + "\"}")).text())
                .hasSize(50_000_000);
    }

    private static SourceRecord record(@Nullable String key, String value) {
        return new SourceRecord(ORIGIN, SourceRecord.Format.JSON, key, null, Bytes.utf8(value), null);
    }

    private RejectedException refusal(SourceRecord record) {
        return catchThrowableOfType(RejectedException.class, () -> json.decode(record));
    }
}
