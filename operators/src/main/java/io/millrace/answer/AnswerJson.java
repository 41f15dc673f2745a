package io.millrace.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes answers as the answers topic defines them. */
public final class AnswerJson {
    private AnswerJson() {}

    /** One JSON object, UTF-8. */
    public static byte[] encode(Answer answer) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", answer.id());
        json.put("status", answer.status().wireName());
        if (answer.answer() != null) {
            json.put("answer", answer.answer());
        }
        if (answer.style() != null) {
            json.put("style", answer.style());
        }
        json.set("citations", citations(answer.citations()));
        json.set("results", citations(answer.results()));
        ObjectNode models = json.putObject("models");
        new TreeMap<>(answer.models()).forEach(models::put);
        json.set("usage", usage(answer.usage()));
        ObjectNode timings = json.putObject("timings");
        answer.timings().forEach(timings::put);
        if (answer.error() != null) {
            json.putObject("error")
                    .put("code", answer.error().code())
                    .put("message", answer.error().message());
        }
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer couldn't be written: " + e.getOriginalMessage(), e);
        }
    }

    private static ArrayNode citations(List<Citation> citations) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        citations.forEach(citation -> list.add(citation(citation)));
        return list;
    }

    private static ObjectNode citation(Citation citation) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("marker", citation.marker());
        json.put("documentId", citation.documentId());
        json.put("chunkId", citation.chunkId());
        if (citation.uri() != null) {
            json.put("uri", citation.uri());
        }
        if (citation.title() != null) {
            json.put("title", citation.title());
        }
        ArrayNode headings = json.putArray("headings");
        citation.headings().forEach(headings::add);
        json.put("text", citation.text());
        json.put("start", citation.start());
        json.put("end", citation.end());
        if (citation.page() != null) {
            json.put("page", citation.page());
        }
        json.put("score", citation.score());
        json.set("metadata", metadata(citation.metadata()));
        return json;
    }

    private static JsonNode metadata(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata isn't JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode usage(Map<String, Usage> usage) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        new TreeMap<>(usage)
                .forEach((role, taken) -> json.putObject(role)
                        .put("requests", taken.requests())
                        .put("inputTokens", taken.inputTokens())
                        .put("outputTokens", taken.outputTokens()));
        return json;
    }
}
