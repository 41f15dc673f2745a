package io.millrace.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.Answer.Status;
import io.millrace.document.json.Json;
import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link AnswerJson} writes. Its messages quote nothing of it. */
final class AnswerReader {
    private AnswerReader() {}

    static Answer read(byte[] json) {
        JsonNode answer = parse(json);
        return new Answer(
                text(answer, "id"),
                status(text(answer, "status")),
                textOrNull(answer, "answer"),
                textOrNull(answer, "style"),
                list(answer, "citations", AnswerReader::citation),
                list(answer, "results", AnswerReader::citation),
                map(answer, "models", AnswerReader::text),
                map(answer, "usage", AnswerReader::usage),
                map(answer, "timings", AnswerReader::number),
                answer.has("error") ? reason(answer.get("error")) : null,
                textOrNull(answer, "question"),
                answer.has("notices") ? list(answer, "notices", AnswerReader::reason) : List.of(),
                answer.has("reused") ? reused(answer.get("reused")) : null,
                answer.has("answers") ? list(answer, "answers", AnswerReader::part) : List.of());
    }

    private static QuestionAnswer part(JsonNode answer) {
        return new QuestionAnswer(
                textOrNull(answer, "question"),
                status(text(answer, "status")),
                textOrNull(answer, "answer"),
                textOrNull(answer, "style"),
                list(answer, "citations", AnswerReader::citation),
                list(answer, "results", AnswerReader::citation),
                answer.has("error") ? reason(answer.get("error")) : null,
                answer.has("notices") ? list(answer, "notices", AnswerReader::reason) : List.of(),
                answer.has("reused") ? reused(answer.get("reused")) : null);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (IOException e) {
            // Without the cause: Jackson's message quotes the text.
            throw new IllegalArgumentException("an answer must be JSON in UTF-8, got what isn't");
        }
    }

    private static Status status(String wireName) {
        for (Status status : Status.values()) {
            if (status.wireName().equals(wireName)) {
                return status;
            }
        }
        throw new IllegalArgumentException("an answer has a 'status' that isn't known");
    }

    private static Citation citation(JsonNode json) {
        JsonNode metadata = field(json, "metadata", JsonNode::isObject);
        return new Citation(
                field(json, "marker", JsonNode::isInt).intValue(),
                text(json, "documentId"),
                text(json, "chunkId"),
                textOrNull(json, "uri"),
                textOrNull(json, "title"),
                list(json, "headings", AnswerReader::text),
                text(json, "text"),
                field(json, "start", JsonNode::isInt).intValue(),
                field(json, "end", JsonNode::isInt).intValue(),
                json.has("page") ? field(json, "page", JsonNode::isInt).intValue() : null,
                number(field(json, "score", node -> true)),
                metadata.toString(),
                textOrNull(json, "context"));
    }

    private static Usage usage(JsonNode json) {
        return new Usage(whole(json, "requests"), whole(json, "inputTokens"), whole(json, "outputTokens"));
    }

    private static Reason reason(JsonNode json) {
        return new Reason(text(json, "code"), text(json, "message"));
    }

    private static Answer.Reused reused(JsonNode json) {
        return new Answer.Reused(text(json, "requestId"), number(field(json, "similarity", node -> true)));
    }

    private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> element) {
        List<T> list = new ArrayList<>();
        field(json, name, JsonNode::isArray).forEach(node -> list.add(element.apply(node)));
        return list;
    }

    private static <T> Map<String, T> map(JsonNode json, String name, Function<JsonNode, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                field(json, name, JsonNode::isObject).properties()) {
            map.put(entry.getKey(), value.apply(entry.getValue()));
        }
        return map;
    }

    private static long whole(JsonNode json, String name) {
        return field(json, name, JsonNode::isIntegralNumber).longValue();
    }

    /** What JSON has no number for is written as a text: {@code "NaN"}. */
    private static double number(JsonNode json) {
        try {
            return json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an answer has a text where a number belongs");
        }
    }

    private static String text(JsonNode json, String name) {
        return text(field(json, name, JsonNode::isTextual));
    }

    private static @Nullable String textOrNull(JsonNode json, String name) {
        return json.has(name) ? text(json, name) : null;
    }

    private static String text(JsonNode json) {
        if (!json.isTextual()) {
            throw new IllegalArgumentException(
                    "an answer has a %s where a text belongs".formatted(Json.typeName(json)));
        }
        return json.textValue();
    }

    private static JsonNode field(JsonNode json, String name, Function<JsonNode, Boolean> type) {
        JsonNode field = json.get(name);
        if (field == null || !type.apply(field)) {
            throw new IllegalArgumentException("an answer has '%s' missing, or of another type".formatted(name));
        }
        return field;
    }
}
