package io.millrace.connector.http.stub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One answer.
 *
 * @param headers of the answer; its content is JSON where they say no other
 * @param body JSON, mostly
 */
public record StubReply(int status, Map<String, String> headers, String body) {
    public StubReply(int status, String body) {
        this(status, Map.of(), body);
    }

    public void send(HttpExchange exchange) throws IOException {
        byte[] bytes = begin(exchange);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Announces the whole body and sends half of it. */
    public void sendHalf(HttpExchange exchange) throws IOException {
        byte[] bytes = begin(exchange);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** Begins a success whose body is sent in parts, of unknown length. */
    public static void beginBody(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
    }

    /** Sends some of the body that was begun, at once. */
    public static void sendPart(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private byte[] begin(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        headers.forEach(exchange.getResponseHeaders()::set);
        // To this server 0 is a body of unknown length, and -1 none.
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        return bytes;
    }
}
