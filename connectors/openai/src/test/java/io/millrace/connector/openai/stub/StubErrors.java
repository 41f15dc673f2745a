package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Error bodies in OpenAI's words. */
final class StubErrors {
    private static final String INVALID = "invalid_request_error";

    private StubErrors() {}

    /** Of a fault, whatever the limits are. */
    static String rateLimited() {
        return rateLimited("text-embedding-3-small", "tokens", 1_000_000, 999_950, 120, Duration.ofMillis(4));
    }

    /** @param kind "requests" or "tokens" */
    static String rateLimited(String model, String kind, long limit, long used, long requested, Duration wait) {
        return body(
                "Rate limit reached for %s in organization org-stub on %s: Limit %d, Used %d, Requested %d. Please try again in %s. Visit https://platform.openai.com/account/rate-limits to learn more."
                        .formatted(model, perMinute(kind), limit, used, requested, GoDuration.of(wait)),
                kind,
                null,
                "rate_limit_exceeded");
    }

    /** @param kind "requests" or "tokens" */
    static String tooLargeForRate(String model, String kind, long limit, long requested) {
        return body(
                "Request too large for %s in organization org-stub on %s: Limit %d, Requested %d. The input or output tokens must be reduced in order to run successfully. Visit https://platform.openai.com/account/rate-limits to learn more."
                        .formatted(model, perMinute(kind), limit, requested),
                kind,
                null,
                "rate_limit_exceeded");
    }

    static String crowded(int limit, Duration wait) {
        return body(
                "Too many requests at once: Limit %d. Please try again in %s.".formatted(limit, GoDuration.of(wait)),
                "requests",
                null,
                "rate_limit_exceeded");
    }

    private static String perMinute(String kind) {
        return kind.equals("tokens") ? "tokens per min (TPM)" : "requests per min (RPM)";
    }

    static String insufficientQuota() {
        return body(
                "You exceeded your current quota, please check your plan and billing details.",
                "insufficient_quota",
                null,
                "insufficient_quota");
    }

    static String serverError() {
        return body(
                "The server had an error while processing your request. Sorry about that!", "server_error", null, null);
    }

    static String missingKey() {
        return body(
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
                INVALID,
                null,
                null);
    }

    /** Quotes the ends of the key, as OpenAI does. */
    static String wrongKey(String given) {
        String masked = given.length() < 12
                ? given
                : given.substring(0, 8) + "*".repeat(given.length() - 12) + given.substring(given.length() - 4);
        return body(
                "Incorrect API key provided: " + masked
                        + ". You can find your API key at https://platform.openai.com/account/api-keys.",
                INVALID,
                null,
                "invalid_api_key");
    }

    static String unknownPath(String method, String path) {
        return body("Invalid URL (%s %s)".formatted(method, path), INVALID, null, null);
    }

    static String unknownModel(String model) {
        return body(
                "The model `%s` does not exist or you do not have access to it.".formatted(model),
                INVALID,
                null,
                "model_not_found");
    }

    static String notJson() {
        return body("We could not parse the JSON body of your request.", INVALID, null, null);
    }

    static String unknownField(String name) {
        return body("Unrecognized request argument supplied: " + name, INVALID, null, null);
    }

    static String missingField(String name) {
        return body("Missing required parameter: '%s'.".formatted(name), INVALID, name, "missing_required_parameter");
    }

    static String invalidField(String name, String message) {
        return body(message, INVALID, name, "invalid_value");
    }

    static String unsupportedMaxTokens() {
        return body(
                "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                INVALID,
                "max_tokens",
                "unsupported_parameter");
    }

    static String unsupportedTemperature() {
        return body(
                "Unsupported parameter: 'temperature' is not supported with this model.",
                INVALID,
                "temperature",
                "unsupported_parameter");
    }

    static String badPart() {
        return body(
                "Invalid content. Expected a text, or the URL of an image or a base64-encoded data URL.",
                INVALID,
                "messages",
                "invalid_value");
    }

    static String streamOptionsAlone() {
        return body(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                INVALID,
                "stream_options",
                null);
    }

    /** Said of an empty string as of too many inputs: OpenAI tells no more. */
    static String invalidInput() {
        return body(
                "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
                INVALID,
                null,
                null);
    }

    static String tooManyInputs(int most) {
        return body("'$.input' is invalid: array length must be %d or less.".formatted(most), INVALID, null, null);
    }

    static String inputTooLong(int most, int tokens) {
        return body(
                "This model's maximum context length is %d tokens, however you requested %d tokens (%d in your prompt; 0 for the completion). Please reduce your prompt; or completion length."
                        .formatted(most, tokens, tokens),
                INVALID,
                null,
                null);
    }

    static String requestTooLong(int most, long tokens) {
        return body(
                "Requested %d tokens, max %d tokens per request".formatted(tokens, most),
                "max_tokens_per_request",
                null,
                "max_tokens_per_request");
    }

    static String fixedDimensions() {
        return body("This model does not support specifying dimensions.", INVALID, null, null);
    }

    static String refusedText() {
        return body("The input was refused by the content policy.", INVALID, "input", "content_policy_violation");
    }

    static String body(String message, String type, @Nullable String param, @Nullable String code) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return error.toString();
    }
}
