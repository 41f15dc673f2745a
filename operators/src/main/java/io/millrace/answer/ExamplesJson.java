package io.millrace.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.Examples.Example;
import io.millrace.retrieve.Examples.Kind;
import io.millrace.retrieve.RecommendStrategy;
import io.millrace.retrieve.SearchMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the examples of a request: lists {@code positive} and {@code negative} of objects, each with one of {@code
 * documentId}, {@code chunkId} and {@code text}, and a {@code strategy}.
 */
final class ExamplesJson {
    private static final String FIELDS =
            Arrays.stream(Kind.values()).map(Kind::wireName).collect(Collectors.joining(", "));

    private final int maxTextLength;

    /** @param maxTextLength characters of a text */
    ExamplesJson(int maxTextLength) {
        this.maxTextLength = maxTextLength;
    }

    /** Throws {@link RejectedException}, saying what was given and what is allowed; options that go by a question aren't. */
    Examples read(JsonReader json) {
        refuseWhatGoesByAQuestion(json);
        RecommendStrategy strategy = strategy(json);
        List<Example> positive = examples(json, "positive");
        List<Example> negative = examples(json, "negative");
        if (positive.size() + negative.size() > RequestLimits.MAX_EXAMPLES) {
            throw new RejectedException(
                    "too-many-examples",
                    "'positive' and 'negative' must have at most %d examples, got %d"
                            .formatted(RequestLimits.MAX_EXAMPLES, positive.size() + negative.size()));
        }
        if (positive.isEmpty() && (negative.isEmpty() || strategy == RecommendStrategy.AVERAGE_VECTOR)) {
            throw new RejectedException(
                    "missing-examples",
                    "a recommend request must have %s for the strategy %s"
                            .formatted(
                                    strategy == RecommendStrategy.AVERAGE_VECTOR
                                            ? "a 'positive' example"
                                            : "a 'positive' or 'negative' example",
                                    strategy.wireName()));
        }
        return new Examples(positive, negative, strategy);
    }

    private static void refuseWhatGoesByAQuestion(JsonReader json) {
        for (String field : List.of("question", "query", "questions", "conversation", "diversity")) {
            if (json.value(field) != null) {
                throw new RejectedException(
                        "not-for-recommend",
                        "'%s' can't be given for recommend: it goes by examples ('positive', 'negative'), which may be texts"
                                .formatted(field));
            }
        }
        String mode = json.text("mode");
        if (mode != null && !mode.equals(SearchMode.AUTO.wireName()) && !mode.equals(SearchMode.DENSE.wireName())) {
            throw new RejectedException(
                    "not-for-recommend",
                    "'mode' must be auto or dense for recommend, which compares vectors, got '%s'".formatted(mode));
        }
    }

    private static RecommendStrategy strategy(JsonReader json) {
        String name = json.text("strategy");
        RecommendStrategy strategy =
                name == null ? RecommendStrategy.AVERAGE_VECTOR : RecommendStrategy.ofWireName(name);
        if (strategy == null) {
            throw new RejectedException(
                    "unknown-strategy",
                    "Unknown recommend strategy '%s'. Known: %s".formatted(name, RecommendStrategy.names()));
        }
        return strategy;
    }

    private List<Example> examples(JsonReader json, String field) {
        JsonNode list = json.value(field);
        if (list == null) {
            return List.of();
        }
        if (!list.isArray()) {
            throw JsonReader.wrongType(field, "a list of examples", list);
        }
        List<Example> examples = new ArrayList<>();
        for (JsonNode each : list) {
            examples.add(example(each, "%s[%d]".formatted(field, examples.size())));
        }
        return List.copyOf(examples);
    }

    private Example example(JsonNode json, String path) {
        List<Kind> given = Arrays.stream(Kind.values())
                .filter(kind -> json.hasNonNull(kind.wireName()))
                .toList();
        if (!json.isObject() || given.size() != 1) {
            throw new RejectedException(
                    "invalid-example",
                    "'%s' must be an object with one of %s, got %s"
                            .formatted(
                                    path,
                                    FIELDS,
                                    !json.isObject()
                                            ? Json.typeName(json)
                                            : given.isEmpty() ? "none of them" : given.size() + " of them"));
        }
        Kind kind = given.get(0);
        String name = path + "." + kind.wireName();
        JsonNode value = json.get(kind.wireName());
        // Ids of documents may be numbers, which are taken as their digits, as in documents.
        boolean number = kind == Kind.DOCUMENT && value.isIntegralNumber();
        if (!number && !value.isTextual()) {
            throw JsonReader.wrongType(name, "a string", value);
        }
        return new Example(
                kind, checked(kind, name, number ? value.asText() : JsonReader.wellFormed(value.textValue())));
    }

    private String checked(Kind kind, String name, String value) {
        if (value.isBlank()) {
            throw new RejectedException("invalid-example", "'%s' must not be blank".formatted(name));
        }
        if (kind == Kind.TEXT && value.length() > maxTextLength) {
            throw new RejectedException(
                    "question-too-long",
                    "'%s' must have at most %d characters (query.max-question-length), got %d"
                            .formatted(name, maxTextLength, value.length()));
        }
        return value;
    }
}
