package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Anthropic means by its statuses (platform.claude.com/docs/en/api/errors). */
record AnthropicErrors() implements ErrorRules {
    /** A limit of the owner's own, and an empty account, are told as if the request were wrong. */
    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        String words = body.message().toLowerCase(Locale.ROOT);
        boolean money = words.contains("usage limits") || words.contains("credit balance");
        return status == 400 && money ? Verdict.NO_BALANCE : null;
    }

    /** The status that an error in mid-stream would have come with. */
    static int status(JsonNode event) {
        return switch (event.path("error").path("type").asText()) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }
}
