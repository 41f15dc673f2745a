package io.millrace.document.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.Bytes;
import io.millrace.failure.RejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads typed fields out of a JSON object and says which field was wrong, and how. Unknown fields are passed over. */
public final class JsonReader {
    private final JsonNode object;

    private JsonReader(JsonNode object) {
        this.object = object;
    }

    /** Throws with the codes {@code invalid-utf-8}, {@code malformed-json} or {@code wrong-type}. */
    public static JsonReader of(Bytes bytes) {
        JsonNode node = parse(decode(bytes));
        if (!node.isObject()) {
            throw new RejectedException(
                    "wrong-type", "the record must be a JSON object, got %s".formatted(Json.typeName(node)));
        }
        return new JsonReader(node);
    }

    public @Nullable String text(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrongType(field, "a string", value);
        }
        return wellFormed(value.textValue());
    }

    /**
     * With U+FFFD for each half of a character that stands alone, as an escape can spell it where a text was cut off:
     * no encoding has bytes for it, so it would come out of every other process as something else.
     */
    public static String wellFormed(String text) {
        if (text.codePoints().noneMatch(JsonReader::isHalf)) {
            return text;
        }
        return text.codePoints()
                .map(character -> isHalf(character) ? 0xFFFD : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isHalf(int character) {
        return Character.getType(character) == Character.SURROGATE;
    }

    /** A string, or an integer taken as its digits: ids come as both. */
    public @Nullable String identifier(String field) {
        JsonNode value = value(field);
        return value != null && value.isIntegralNumber() ? value.asText() : text(field);
    }

    public @Nullable Long whole(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrongType(field, "a 64-bit integer", value);
        }
        return value.longValue();
    }

    public @Nullable Double number(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw wrongType(field, "a number", value);
        }
        return value.doubleValue();
    }

    /** The field as it stands, or null when it is missing or null. */
    public @Nullable JsonNode value(String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    public static RejectedException wrongType(String field, String allowed, JsonNode value) {
        return new RejectedException(
                "wrong-type", "'%s' must be %s, got %s".formatted(field, allowed, Json.typeName(value)));
    }

    private static String decode(Bytes bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes.value());
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(input)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RejectedException(
                    "invalid-utf-8", "the record isn't UTF-8: invalid byte at %d".formatted(input.position()), e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // Not the exception's message: it quotes the record.
            throw new RejectedException(
                    "malformed-json",
                    "the record isn't JSON: syntax error at line %d, column %d"
                            .formatted(
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr(),
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getColumnNr()));
        }
    }
}
