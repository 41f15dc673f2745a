package io.millrace.connector.bedrock.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One request that came.
 *
 * @param rawPath as it was sent, escapes and all
 * @param body missing where it isn't JSON
 */
@SuppressWarnings("ArrayRecordComponent") // The signed bytes, never compared.
public record StubRequest(String method, String rawPath, Headers headers, byte[] bytes, JsonNode body) {
    static StubRequest read(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        return new StubRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestHeaders(),
                bytes,
                StubBedrock.JSON.readTree(bytes));
    }

    public @Nullable String header(String name) {
        return headers.getFirst(name);
    }
}
