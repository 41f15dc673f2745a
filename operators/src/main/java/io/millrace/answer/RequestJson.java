package io.millrace.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.SourceRecord;
import io.millrace.document.json.Json;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.FilterJson;
import io.millrace.retrieve.RecommendStrategy;
import io.millrace.retrieve.SearchMode;
import io.millrace.retrieve.SearchOptions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests as the requests topic defines them. */
public final class RequestJson implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Characters of a conversation's id. */
    private static final int MAX_CONVERSATION = 200;

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
        Request.Type type = type(json);
        Examples examples =
                type == Request.Type.RECOMMEND ? new ExamplesJson(limits.maxQuestionLength()).read(json) : null;
        List<Request.Asked> questions = new QuestionsJson(limits.maxQuestionLength()).read(json);
        return new Request(
                idOf(record),
                type,
                examples == null && questions.isEmpty() ? question(json) : "",
                tenant(record, json),
                filter(json),
                topK(json),
                minScore(json, examples),
                options(json),
                groups(json),
                conversation(json),
                deltas(json),
                examples,
                questions,
                ImagesJson.read(json, type),
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

    private @Nullable String tenant(SourceRecord record, JsonReader json) {
        String tenant = record.tenant(json.text("tenant"), "tenant");
        if ((tenant == null || tenant.isBlank()) && limits.access().tenantRequired()) {
            throw new RejectedException(
                    "missing-tenant",
                    "a request must have a 'tenant' here (tenancy.required is true), got %s"
                            .formatted(tenant == null ? "none" : "a blank one"));
        }
        return tenant;
    }

    private List<String> groups(JsonReader json) {
        JsonNode groups = json.value("groups");
        if (limits.access().groupsField() == null) {
            if (groups != null) {
                throw new RejectedException(
                        "groups-off",
                        "'groups' can't be given here: no field says who may see a document (tenancy.groups-field)");
            }
            return List.of();
        }
        if (groups == null || !groups.isArray() || groups.isEmpty() || groups.size() > RequestLimits.MAX_GROUPS) {
            throw new RejectedException(
                    "missing-groups",
                    "'groups' must be a list of 1 to %d texts here (tenancy.groups-field is %s), got %s"
                            .formatted(
                                    RequestLimits.MAX_GROUPS,
                                    limits.access().groupsField(),
                                    groups == null
                                            ? "none"
                                            : groups.isArray() ? groups.size() + " of them" : Json.typeName(groups)));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode group : groups) {
            if (!group.isTextual() || group.textValue().isBlank()) {
                throw JsonReader.wrongType("groups", "a list of non-blank texts", group);
            }
            names.add(JsonReader.wellFormed(group.textValue()));
        }
        return List.copyOf(names);
    }

    private @Nullable String conversation(JsonReader json) {
        String conversation = json.identifier("conversation");
        if (conversation == null) {
            return null;
        }
        // Groups are told from an id by a line break.
        boolean controls = conversation.chars().anyMatch(Character::isISOControl);
        if (conversation.isBlank() || conversation.length() > MAX_CONVERSATION || controls) {
            throw new RejectedException(
                    "invalid-conversation",
                    "'conversation' must have from 1 to %d characters, not blank and no line breaks or other controls, got %d%s"
                            .formatted(MAX_CONVERSATION, conversation.length(), controls ? " with controls" : ""));
        }
        if (!limits.conversations()) {
            throw new RejectedException(
                    "conversations-off",
                    "'conversation' can't be given here: no answers are kept (answers.keep is 0s)");
        }
        return conversation;
    }

    private SearchOptions options(JsonReader json) {
        String name = json.text("mode");
        SearchMode mode = name == null ? SearchMode.AUTO : SearchMode.ofWireName(name);
        if (mode == null) {
            throw new RejectedException(
                    "unknown-mode", "Unknown search mode '%s'. Known: %s".formatted(name, SearchMode.names()));
        }
        Double diversity = json.number("diversity");
        if (diversity != null && !(diversity >= 0 && diversity <= 1)) {
            throw new RejectedException(
                    "invalid-diversity", "'diversity' must be from 0 to 1, got %s".formatted(diversity));
        }
        Long neighbours = json.whole("neighbours");
        if (neighbours != null && (neighbours < 0 || neighbours > RequestLimits.MAX_NEIGHBOURS)) {
            throw new RejectedException(
                    "invalid-neighbours",
                    "'neighbours' must be from 0 to %d, got %d".formatted(RequestLimits.MAX_NEIGHBOURS, neighbours));
        }
        return new SearchOptions(
                mode,
                diversity,
                flag(json, "onePerDocument"),
                neighbours == null ? limits.neighbours() : neighbours.intValue());
    }

    private static boolean flag(JsonReader json, String name) {
        JsonNode flag = json.value(name);
        if (flag != null && !flag.isBoolean()) {
            throw JsonReader.wrongType(name, "a boolean", flag);
        }
        return flag != null && flag.booleanValue();
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

    /** What is configured is a least similarity, and so for the one strategy whose scores are such. */
    private @Nullable Double minScore(JsonReader json, @Nullable Examples examples) {
        Double minScore = json.number("minScore");
        if (minScore != null && !Double.isFinite(minScore)) {
            throw new RejectedException("wrong-type", "'minScore' must be a finite number");
        }
        boolean similarity = examples == null || examples.strategy() == RecommendStrategy.AVERAGE_VECTOR;
        return minScore == null && similarity ? limits.minScore() : minScore;
    }

    private boolean deltas(JsonReader json) {
        boolean deltas = flag(json, "deltas");
        if (deltas && !limits.deltas()) {
            throw new RejectedException(
                    "deltas-off",
                    "'deltas' must be false here: no topic is configured for them (kafka.answer-deltas-topic)");
        }
        return deltas;
    }
}
