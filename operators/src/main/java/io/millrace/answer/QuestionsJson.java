package io.millrace.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.Request.Asked;
import io.millrace.document.json.Json;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code questions}, the texts of several questions in one request. One that can't be taken fails itself alone. */
final class QuestionsJson {
    private final int maxQuestionLength;

    /** @param maxQuestionLength characters of a question */
    QuestionsJson(int maxQuestionLength) {
        this.maxQuestionLength = maxQuestionLength;
    }

    /**
     * The questions; none where there is no such field.
     *
     * @throws RejectedException when it is no list of as many as are allowed, or stands beside what is of one question
     */
    List<Asked> read(JsonReader request) {
        JsonNode json = request.value("questions");
        if (json == null) {
            return List.of();
        }
        refuseWhatIsOfOne(request);
        if (!json.isArray() || json.isEmpty() || json.size() > RequestLimits.MAX_QUESTIONS) {
            throw new RejectedException(
                    "invalid-questions",
                    "'questions' must be a list of 1 to %d texts, got %s"
                            .formatted(
                                    RequestLimits.MAX_QUESTIONS,
                                    json.isArray() ? json.size() + " of them" : Json.typeName(json)));
        }
        List<Asked> questions = new ArrayList<>();
        for (JsonNode each : json) {
            questions.add(question(each, "questions[%d]".formatted(questions.size())));
        }
        return List.copyOf(questions);
    }

    private static void refuseWhatIsOfOne(JsonReader request) {
        for (String field : List.of("question", "query", "conversation")) {
            if (request.value(field) != null) {
                throw new RejectedException(
                        "not-for-batches",
                        "'%s' can't be given beside 'questions', each of which stands by itself".formatted(field));
            }
        }
        JsonNode deltas = request.value("deltas");
        if (deltas != null && deltas.asBoolean()) {
            throw new RejectedException(
                    "not-for-batches", "'deltas' must be false beside 'questions': a delta is of one answer");
        }
    }

    private Asked question(JsonNode json, String path) {
        if (!json.isTextual()) {
            return Asked.refused(JsonReader.wrongType(path, "a string", json).reason());
        }
        String text = JsonReader.wellFormed(json.textValue());
        if (text.isBlank()) {
            return Asked.refused(new Reason("missing-question", "'%s' must be a non-blank text".formatted(path)));
        }
        if (text.length() > maxQuestionLength) {
            return Asked.refused(new Reason(
                    "question-too-long",
                    "'%s' must have at most %d characters (query.max-question-length), got %d"
                            .formatted(path, maxQuestionLength, text.length())));
        }
        return new Asked(text, null);
    }
}
