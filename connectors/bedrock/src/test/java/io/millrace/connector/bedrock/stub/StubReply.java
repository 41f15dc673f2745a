package io.millrace.connector.bedrock.stub;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One answer.
 *
 * @param headers the content's type included
 * @param pieces of the body: more than one go in HTTP chunks, one after another
 */
public record StubReply(int status, Map<String, String> headers, List<byte[]> pieces) {
    /** An answer of JSON. */
    public static StubReply json(int status, String body) {
        return json(status, Map.of(), body);
    }

    /** An answer of JSON with headers beside its type. */
    public static StubReply json(int status, Map<String, String> headers, String body) {
        return of(status, "application/json", headers, List.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A failure as the service tells it: its kind is in a header. */
    public static StubReply error(int status, String kind, String message) {
        return json(
                status,
                Map.of("x-amzn-ErrorType", kind + ":http://internal.amazon.com/coral/com.amazon.bedrock/"),
                StubBedrock.JSON.createObjectNode().put("message", message).toString());
    }

    /** An answer of a stream's messages. */
    public static StubReply stream(List<byte[]> messages) {
        return of(200, "application/vnd.amazon.eventstream", Map.of(), messages);
    }

    private static StubReply of(int status, String type, Map<String, String> headers, List<byte[]> pieces) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", type);
        all.put("x-amzn-RequestId", "7f4d8a3e-stub");
        return new StubReply(status, all, pieces);
    }

    public void send(HttpExchange exchange) throws IOException {
        begin(exchange);
        try (OutputStream out = exchange.getResponseBody()) {
            for (byte[] piece : pieces) {
                out.write(piece);
                out.flush();
            }
        }
    }

    /** Announces the whole body and sends half of it. */
    public void sendHalf(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.forEach(whole::writeBytes);
        headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(status, whole.size());
        exchange.getResponseBody().write(whole.toByteArray(), 0, whole.size() / 2);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** Sends the head. */
    public void begin(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::add);
        int length = pieces.size() == 1 ? pieces.get(0).length : 0;
        // To this server 0 is a body of unknown length, and -1 none.
        exchange.sendResponseHeaders(status, pieces.size() == 1 && length == 0 ? -1 : length);
    }
}
