package io.millrace.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.RejectedException;
import java.io.Serializable;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads documents as the documents topic and {@code .jsonl} files state them. */
public final class DocumentJson implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FieldNames names;

    public DocumentJson(FieldNames names) {
        this.names = names;
    }

    /**
     * Reads one record. A null value is a delete of the document that the key names.
     *
     * @throws RejectedException saying what was given and what is allowed
     */
    public IncomingDocument decode(SourceRecord record) {
        if (record.value() == null) {
            if (record.key() == null || record.key().isBlank()) {
                throw new RejectedException(
                        "missing-id", "a delete (a record with no value) must have the document's id as its key");
            }
            return IncomingDocument.delete(record.origin(), record.key(), record.tenant());
        }
        JsonReader json = JsonReader.of(record.value());
        String text = json.text(names.of("text"));
        Bytes content = content(json);
        if (text == null && content == null) {
            throw new RejectedException(
                    "missing-text",
                    "a document must have '%s' (a string) or '%s' (base64)"
                            .formatted(names.of("text"), names.of("content")));
        }
        if (text != null && content != null) {
            throw new RejectedException(
                    "ambiguous-text",
                    "a document must have '%s' or '%s', not both".formatted(names.of("text"), names.of("content")));
        }
        return new IncomingDocument(
                record.origin(),
                id(record, json),
                false,
                record.tenant(json.text(names.of("tenant")), names.of("tenant")),
                kind(json),
                json.text(names.of("uri")),
                json.text(names.of("title")),
                json.text(names.of("contentType")),
                text,
                content,
                metadata(json),
                json.whole(names.of("version")));
    }

    /** The document as one record of the documents topic, from which it can be read again. */
    public static Bytes encode(IncomingDocument document) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", document.id());
        putPresent(json, "tenant", document.tenant());
        json.put("kind", document.kind().wireName());
        putPresent(json, "uri", document.uri());
        putPresent(json, "title", document.title());
        putPresent(json, "contentType", document.contentType());
        putPresent(json, "text", document.text());
        if (document.content() != null) {
            json.put(
                    "content",
                    Base64.getEncoder().encodeToString(document.content().value()));
        }
        json.set("metadata", document.metadata().toObject());
        if (document.version() != null) {
            json.put("version", document.version());
        }
        return Bytes.utf8(json.toString());
    }

    private static void putPresent(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private String id(SourceRecord record, JsonReader json) {
        String field = names.of("id");
        String stated = json.identifier(field);
        String id = stated == null ? record.key() : stated;
        if (id == null || id.isBlank()) {
            throw new RejectedException(
                    "missing-id", "a document must have a non-blank '%s', or a record key".formatted(field));
        }
        // A delete is found by its key alone, so a document under another key could never be deleted.
        if (record.key() != null && !record.key().equals(id)) {
            throw new RejectedException(
                    "id-mismatch", "the record's key and its '%s' must be the same document id".formatted(field));
        }
        return id;
    }

    private @Nullable Bytes content(JsonReader json) {
        String base64 = json.text(names.of("content"));
        if (base64 == null) {
            return null;
        }
        try {
            return new Bytes(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new RejectedException(
                    "wrong-type",
                    "'%s' must be base64 (RFC 4648, with padding): %s".formatted(names.of("content"), e.getMessage()),
                    e);
        }
    }

    private Kind kind(JsonReader json) {
        String kind = json.text(names.of("kind"));
        try {
            return kind == null ? Kind.DOCUMENT : Kind.fromWireName(kind);
        } catch (IllegalArgumentException e) {
            throw new RejectedException("unknown-kind", String.valueOf(e.getMessage()), e);
        }
    }

    private Metadata metadata(JsonReader json) {
        JsonNode metadata = json.value(names.of("metadata"));
        try {
            return metadata == null ? Metadata.EMPTY : Metadata.of(metadata);
        } catch (IllegalArgumentException e) {
            throw new RejectedException("wrong-type", String.valueOf(e.getMessage()), e);
        }
    }
}
