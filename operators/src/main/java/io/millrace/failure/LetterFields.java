package io.millrace.failure;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord.Format;
import io.millrace.document.json.JsonReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a dead letter, and says which one isn't as the schema has it. */
final class LetterFields {
    private static final List<String> STAGES = List.of("source", "read", "parse", "embed", "store", "request");
    private static final List<String> FORMATS = Arrays.stream(Format.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .toList();

    private LetterFields() {}

    static DeadLetter read(Bytes bytes) {
        JsonReader json = JsonReader.of(bytes);
        JsonReader reason = object(json, "reason");
        return new DeadLetter(
                oneOf("stage", required("stage", json.text("stage")), STAGES),
                new Reason(
                        required("reason.code", reason.text("code")),
                        required("reason.message", reason.text("message"))),
                Math.toIntExact(Math.min(required("attempts", json.whole("attempts")), Integer.MAX_VALUE)),
                origin(object(json, "source")),
                json.text("documentId"),
                time(required("failedAt", json.text("failedAt"))),
                record(json),
                format(json.text("format")),
                json.text("tenant"),
                isTrue(json.value("deleted")));
    }

    private static Origin origin(JsonReader source) {
        String topic = source.text("topic");
        String path = source.text("path");
        long offset = required("source.offset", source.whole("offset"));
        long timestamp = required("source.timestamp", source.whole("timestamp"));
        if ((topic == null) == (path == null)) {
            throw malformed("'source' must have either 'topic' or 'path'");
        }
        if (topic != null) {
            long partition = required("source.partition", source.whole("partition"));
            return Origin.ofTopic(topic, Math.toIntExact(partition), offset, timestamp);
        }
        Long observed = source.whole("observed");
        return Origin.ofFile(Objects.requireNonNull(path), offset, timestamp, observed == null ? timestamp : observed);
    }

    private static @Nullable Bytes record(JsonReader json) {
        String text = json.text("record");
        if (text != null) {
            return Bytes.utf8(text);
        }
        String base64 = json.text("recordBase64");
        try {
            return base64 == null ? null : new Bytes(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw malformed("'recordBase64' must be base64 (RFC 4648, with padding)");
        }
    }

    private static Format format(@Nullable String name) {
        return name == null
                ? Format.JSON
                : Format.valueOf(oneOf("format", name, FORMATS).toUpperCase(Locale.ROOT));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw malformed("'failedAt' must be a time as 2026-11-01T10:00:00Z");
        }
    }

    private static boolean isTrue(@Nullable JsonNode value) {
        if (value != null && !value.isBoolean()) {
            throw JsonReader.wrongType("deleted", "a boolean", value);
        }
        return value != null && value.booleanValue();
    }

    private static JsonReader object(JsonReader json, String field) {
        JsonNode value = required(field, json.value(field));
        if (!value.isObject()) {
            throw JsonReader.wrongType(field, "an object", value);
        }
        return JsonReader.of(Bytes.utf8(value.toString()));
    }

    private static String oneOf(String field, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw malformed("'%s' must be one of %s, got '%s'".formatted(field, String.join(", ", allowed), value));
        }
        return value;
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw malformed("'%s' is missing".formatted(field));
        }
        return value;
    }

    private static RejectedException malformed(String message) {
        return new RejectedException("malformed-letter", "not a dead letter: " + message);
    }
}
