package io.millrace.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord.Format;
import io.millrace.document.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads dead letters as the dead-letters topic and file define them: one JSON object, UTF-8. What is usual is
 * left out: a record in JSON, of no tenant, that was found when it says.
 */
public final class DeadLetterJson {
    /** Bytes of the largest record in base64. */
    private static final int MAX_TEXT = DeadLetter.MAX_RECORD / 3 * 4 + 4;

    private DeadLetterJson() {}

    /** The dead letter as one line of JSON, without a line end. */
    public static byte[] encode(DeadLetter letter) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("stage", letter.stage());
        json.putObject("reason")
                .put("code", letter.reason().code())
                .put("message", letter.reason().message());
        json.put("attempts", letter.attempts());
        json.set("source", source(letter.origin()));
        if (letter.documentId() != null) {
            json.put("documentId", letter.documentId());
        }
        if (letter.tenant() != null) {
            json.put("tenant", letter.tenant());
        }
        json.put("failedAt", letter.failedAt().toString());
        if (letter.deleted()) {
            json.put("deleted", true);
        }
        if (letter.format() != Format.JSON) {
            json.put("format", letter.format().name().toLowerCase(Locale.ROOT));
        }
        if (letter.record() != null) {
            putRecord(json, letter.record());
        }
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a dead letter couldn't be written: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a dead letter.
     *
     * @throws RejectedException saying which field isn't as the schema has it
     */
    public static DeadLetter decode(Bytes json) {
        return LetterFields.read(json);
    }

    private static void putRecord(ObjectNode json, Bytes record) {
        String text = utf8(record);
        // Bytes that aren't text would be changed by a JSON string; base64 keeps them. It keeps text small too that
        // JSON would write mostly as escapes, six bytes for each: a record of zeros, as a broken disk leaves it.
        if (text != null && JsonStringEncoder.getInstance().quoteAsUTF8(text).length <= MAX_TEXT) {
            json.put("record", text);
        } else {
            json.put("recordBase64", Base64.getEncoder().encodeToString(record.value()));
        }
    }

    private static ObjectNode source(Origin origin) {
        ObjectNode source = Json.MAPPER.createObjectNode();
        if (origin.topic() != null) {
            source.put("topic", origin.topic()).put("partition", origin.partition());
        } else {
            source.put("path", origin.path());
        }
        source.put("offset", origin.offset()).put("timestamp", origin.timestamp());
        if (origin.observed() != origin.timestamp()) {
            source.put("observed", origin.observed());
        }
        return source;
    }

    private static @Nullable String utf8(Bytes bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.value()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
