package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request that came. */
public record StubRequest(String method, String path, Headers headers, JsonNode body, int bytes) {
    static StubRequest read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        return new StubRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestHeaders(),
                StubProvider.JSON.readTree(body),
                body.length);
    }

    public @Nullable String header(String name) {
        return headers.getFirst(name);
    }

    /** Whether it brings the stub's key. */
    boolean hasKey() {
        return ("Bearer " + StubProvider.KEY).equals(header("Authorization"));
    }
}
