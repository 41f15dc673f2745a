package io.millrace.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.SourceRecord;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.FilterJson;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Reads requests as the requests topic defines them. */
public final class RequestJson implements Serializable {
    private static final long serialVersionUID = 1L;

    private final RequestLimits limits;

    public RequestJson(RequestLimits limits) {
        this.limits = limits;
    }

    /**
     * The id that the request's answer will carry: its own, else its key, else its place in the topic. So a request
     * that can't be read gets an answer too.
     */
    public static String idOf(SourceRecord record) {
        try {
            String id = record.value() == null
                    ? null
                    : JsonReader.of(record.value()).identifier("id");
            if (id != null && !id.isBlank()) {
                return id;
            }
        } catch (RejectedException e) {
            // The answer says what is wrong with the record; all that is sought here is a name for it.
            return record.key() == null ? record.origin().toString() : record.key();
        }
        return record.key() == null || record.key().isBlank() ? record.origin().toString() : record.key();
    }

    /**
     * Reads one record.
     *
     * @throws RejectedException saying what was given and what is allowed
     */
    public Request decode(SourceRecord record) {
        if (record.problem() != null) {
            throw new RejectedException(
                    record.problem().code(), record.problem().message());
        }
        if (record.value() == null) {
            throw new RejectedException("empty-request", "a request must have a value: a JSON object");
        }
        JsonReader json = JsonReader.of(record.value());
        String id = json.identifier("id");
        if ((id == null || id.isBlank()) && record.key() == null) {
            throw new RejectedException("missing-id", "a request must have a non-blank 'id', or a record key");
        }
        if (json.value("conversation") != null) {
            throw new RejectedException(
                    "unsupported-field", "'conversation' isn't supported: ask self-standing questions");
        }
        return new Request(
                idOf(record),
                type(json),
                question(json),
                record.tenant(json.text("tenant"), "tenant"),
                filter(json),
                topK(json),
                minScore(json),
                deltas(json),
                record.origin());
    }

    private static Request.Type type(JsonReader json) {
        String name = json.text("type");
        if (name == null) {
            throw new RejectedException("unknown-type", "a request must have a 'type'. Known: " + Request.Type.names());
        }
        for (Request.Type type : Request.Type.values()) {
            if (type.wireName().equals(name)) {
                return type;
            }
        }
        throw new RejectedException(
                "unknown-type", "Unknown request type '%s'. Known: %s".formatted(name, Request.Type.names()));
    }

    private String question(JsonReader json) {
        String question = json.text("question");
        String text = question == null ? json.text("query") : question;
        if (text == null || text.isBlank()) {
            throw new RejectedException("missing-question", "a request must have a non-blank 'question' (or 'query')");
        }
        if (text.length() > limits.maxQuestionLength()) {
            throw new RejectedException(
                    "question-too-long",
                    "'question' must have at most %d characters (query.max-question-length), got %d"
                            .formatted(limits.maxQuestionLength(), text.length()));
        }
        return text;
    }

    private static String filter(JsonReader json) {
        JsonNode filter = json.value("filter");
        if (filter == null) {
            return "{}";
        }
        // Read here for its errors; the request carries the text, which Flink can serialise as it is.
        FilterJson.decode(filter);
        return filter.toString();
    }

    private int topK(JsonReader json) {
        Long topK = json.whole("topK");
        if (topK == null) {
            return limits.topK();
        }
        if (topK < 1 || topK > limits.maxTopK()) {
            throw new RejectedException(
                    "invalid-top-k",
                    "'topK' must be from 1 to %d (query.max-top-k), got %d".formatted(limits.maxTopK(), topK));
        }
        return topK.intValue();
    }

    private @Nullable Double minScore(JsonReader json) {
        Double minScore = json.number("minScore");
        if (minScore != null && !Double.isFinite(minScore)) {
            throw new RejectedException("wrong-type", "'minScore' must be a finite number");
        }
        return minScore == null ? limits.minScore() : minScore;
    }

    private boolean deltas(JsonReader json) {
        JsonNode deltas = json.value("deltas");
        if (deltas == null) {
            return false;
        }
        if (!deltas.isBoolean()) {
            throw JsonReader.wrongType("deltas", "a boolean", deltas);
        }
        if (deltas.booleanValue() && !limits.deltas()) {
            throw new RejectedException(
                    "deltas-off",
                    "'deltas' must be false here: no topic is configured for them (kafka.answer-deltas-topic)");
        }
        return deltas.booleanValue();
    }
}
