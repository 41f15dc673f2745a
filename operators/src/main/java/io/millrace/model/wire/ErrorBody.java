package io.millrace.model.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server said was wrong. OpenAI nests {@code message}, {@code type}, {@code param} and {@code code} in
 * {@code error}; vLLM, Cohere, Jina and some of TEI's routes have them at the top; Ollama's and TEI's {@code error} is a
 * string, TEI's with an {@code error_type} beside it; Mistral and FastAPI list their complaints under {@code detail}.
 * Google's {@code error} (google.rpc.Status) has a {@code status}, and {@code details} with a reason, and with a wait.
 *
 * @param code the server's own code, else its type; empty when it gave none
 * @param param the field that it complains of; empty when it named none
 * @param message its words, as they came: they may hold keys and texts
 * @param retryIn how long it asks to be left alone; null when the body doesn't say
 */
public record ErrorBody(
        String code, String param, String message, @Nullable Duration retryIn) {
    private static final ErrorBody EMPTY = new ErrorBody("", "", "");
    private static final Pattern NAME = Pattern.compile("[\\w.\\[\\]-]{1,64}");
    private static final Set<String> LOCATIONS = Set.of("body", "query", "header", "path");
    /** As protocol buffers write a duration in JSON. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");

    /** What a body says that asks for no wait. */
    public ErrorBody(String code, String param, String message) {
        this(code, param, message, null);
    }

    /** Reads what there is; of a body that is no JSON, or none of the known kinds, nothing. */
    public static ErrorBody of(@Nullable JsonNode body) {
        if (body == null) {
            return EMPTY;
        }
        JsonNode error = body.path("error");
        if (error.isTextual()) {
            return new ErrorBody(name(body.path("error_type")), "", error.textValue());
        }
        if (error.isObject()) {
            return fields(error);
        }
        return body.isTextual() ? new ErrorBody("", "", body.textValue()) : fields(body);
    }

    /** The code as this project spells codes: {@code context_length_exceeded} is {@code context-length-exceeded}. */
    public String kebab(String absent) {
        String kebab = code.replaceAll("([a-z])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-+|-+$", "")
                .toLowerCase(Locale.ROOT);
        return kebab.isEmpty() ? absent : kebab;
    }

    /** The status with the server's code, as in {@code 429 rate_limit_exceeded}. */
    public String after(int status) {
        return code.isEmpty() ? String.valueOf(status) : status + " " + code;
    }

    private static ErrorBody fields(JsonNode node) {
        JsonNode detail = node.path("detail");
        if (detail.isArray() && !detail.isEmpty()) {
            JsonNode first = detail.get(0);
            return new ErrorBody(name(first.path("type")), location(first.path("loc")), text(first.path("msg")));
        }
        String code = name(node.path("code"));
        // vLLM repeats the status as its code.
        boolean status = code.matches("\\d*");
        return new ErrorBody(
                status ? named(node) : code,
                name(node.path("param")),
                detail.isTextual() ? detail.textValue() : text(node.path("message")),
                retryIn(node.path("details")));
    }

    /** What it is called by who has no code: Google's reason, else its status, else a type. */
    private static String named(JsonNode node) {
        for (JsonNode detail : node.path("details")) {
            String reason = name(detail.path("reason"));
            if (!reason.isEmpty()) {
                return reason;
            }
        }
        String type = name(node.path("type"));
        JsonNode status = node.path("status");
        return type.isEmpty() && status.isTextual() ? name(status) : type;
    }

    /** Google's {@code RetryInfo}. */
    private static @Nullable Duration retryIn(JsonNode details) {
        for (JsonNode detail : details) {
            String delay = text(detail.path("retryDelay"));
            if (SECONDS.matcher(delay).matches()) {
                double seconds = Double.parseDouble(delay.substring(0, delay.length() - 1));
                return Duration.ofMillis(Math.round(seconds * 1000));
            }
        }
        return null;
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
