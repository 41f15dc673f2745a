package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** How a vendor's server differs from OpenAI's: what it refuses before, and what its requests are in OpenAI's words. */
interface StubFront {
    /** No difference. */
    StubFront OPENAI = new StubFront() {};

    /** The refusal of a request without the key that is wanted, or null. */
    default @Nullable StubReply keyProblem(HttpExchange.Request request, @Nullable String key) {
        String given = request.headers().getOrDefault("authorization", "");
        if (key != null && given.isEmpty()) {
            return StubReply.refused(401, StubErrors.missingKey(), 0, 0);
        }
        return key == null || given.equals("Bearer " + key)
                ? null
                : StubReply.refused(401, StubErrors.wrongKey(given.replaceFirst("^Bearer ", "")), 0, 0);
    }

    /** What OpenAI calls the path. */
    default String path(HttpExchange.Request request) {
        return request.path();
    }

    /** The answer where nothing is. */
    default StubReply nothingAt(HttpExchange.Request request) {
        return StubReply.refused(404, StubErrors.unknownPath(request.method(), request.path()), 0, 0);
    }

    /** The vendor's own refusal of a request, or null. */
    default @Nullable StubReply problem(HttpExchange.Request request, JsonNode json, boolean chatting) {
        return null;
    }

    /** The request as OpenAI's server takes it. */
    default JsonNode asked(HttpExchange.Request request, JsonNode json, boolean chatting) {
        return json;
    }
}
