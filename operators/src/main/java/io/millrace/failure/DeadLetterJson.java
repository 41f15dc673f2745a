package io.millrace.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Writes dead letters as the dead-letters topic and file define them: one JSON object, UTF-8. */
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
        json.put("failedAt", letter.failedAt().toString());
        if (letter.record() != null) {
            String text = utf8(letter.record());
            // Bytes that aren't text would be changed by a JSON string; base64 keeps them. It keeps text small too that
            // JSON would write mostly as escapes, six bytes for each: a record of zeros, as a broken disk leaves it.
            if (text != null && JsonStringEncoder.getInstance().quoteAsUTF8(text).length <= MAX_TEXT) {
                json.put("record", text);
            } else {
                json.put(
                        "recordBase64",
                        Base64.getEncoder().encodeToString(letter.record().value()));
            }
        }
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a dead letter couldn't be written: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode source(Origin origin) {
        ObjectNode source = Json.MAPPER.createObjectNode();
        if (origin.topic() != null) {
            source.put("topic", origin.topic()).put("partition", origin.partition());
        } else {
            source.put("path", origin.path());
        }
        return source.put("offset", origin.offset()).put("timestamp", origin.timestamp());
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
