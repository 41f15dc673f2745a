package io.millrace.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;

/** Writes deltas as the answer deltas topic defines them. */
public final class AnswerDeltaJson {
    private AnswerDeltaJson() {}

    /** One JSON object, UTF-8. */
    public static byte[] encode(AnswerDelta delta) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("id", delta.id())
                .put("sequence", delta.sequence())
                .put("text", delta.text())
                .put("restart", delta.restart())
                .put("last", delta.isLast());
        if (delta.status() != null) {
            json.put("status", delta.status().wireName());
        }
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a delta couldn't be written: " + e.getOriginalMessage(), e);
        }
    }
}
