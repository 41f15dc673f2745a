package io.millrace.connector.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server said was wrong. OpenAI nests {@code message}, {@code type}, {@code param} and {@code code} in
 * {@code error}; vLLM and TEI have them at the top; Ollama's {@code error} is a string; Mistral and FastAPI list their
 * complaints under {@code detail}.
 *
 * @param code the server's own code, else its type; empty when it gave none
 * @param param the field that it complains of; empty when it named none
 * @param message its words, as they came: they may hold keys and texts
 */
record ErrorBody(String code, String param, String message) {
    private static final ErrorBody EMPTY = new ErrorBody("", "", "");
    private static final Pattern NAME = Pattern.compile("[\\w.\\[\\]-]{1,64}");
    private static final Set<String> LOCATIONS = Set.of("body", "query", "header", "path");

    static ErrorBody of(OpenAIServiceException failure) {
        JsonValue body = failure.body();
        if (body.isMissing() || body.isNull()) {
            return EMPTY;
        }
        JsonNode node = body.convert(JsonNode.class);
        return node == null ? EMPTY : of(node);
    }

    /** The same of what is in {@code error}, or of what has no such field. */
    static ErrorBody of(JsonNode node) {
        return node.isTextual() ? new ErrorBody("", "", node.textValue()) : ofFields(node);
    }

    /** The status that a server repeats as its code, as vLLM does; 0 when it doesn't. */
    static int statusIn(JsonNode node) {
        String code = text(node.path("code"));
        return code.matches("[45]\\d\\d") ? Integer.parseInt(code) : 0;
    }

    /** The code as this project spells codes: {@code context_length_exceeded} is {@code context-length-exceeded}. */
    String kebab(String absent) {
        String kebab = code.replaceAll("([a-z])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-+|-+$", "")
                .toLowerCase(Locale.ROOT);
        return kebab.isEmpty() ? absent : kebab;
    }

    /** The status with the server's code, as in {@code 429 rate_limit_exceeded}. */
    String after(int status) {
        return code.isEmpty() ? String.valueOf(status) : status + " " + code;
    }

    private static ErrorBody ofFields(JsonNode node) {
        JsonNode detail = node.path("detail");
        if (detail.isArray() && !detail.isEmpty()) {
            JsonNode first = detail.get(0);
            return new ErrorBody(name(first.path("type")), location(first.path("loc")), text(first.path("msg")));
        }
        String code = name(node.path("code"));
        // vLLM repeats the status as its code.
        boolean status = code.matches("\\d*");
        return new ErrorBody(
                status ? name(node.path("type")) : code,
                name(node.path("param")),
                detail.isTextual() ? detail.textValue() : text(node.path("message")));
    }

    private static String location(JsonNode path) {
        for (JsonNode step : path) {
            if (step.isTextual() && !LOCATIONS.contains(step.textValue())) {
                return step.textValue();
            }
        }
        return "";
    }

    /** A name, or nothing: where names belong, nobody looks for keys and texts. */
    private static String name(JsonNode node) {
        String text = text(node);
        return NAME.matcher(text).matches() ? text : "";
    }

    private static String text(@Nullable JsonNode node) {
        return node == null || !node.isValueNode() || node.isNull() ? "" : node.asText();
    }
}
