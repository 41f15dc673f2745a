package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes each request of a connection through its faults, its checks and its endpoint. */
final class StubServing {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String CHAT = "/v1/chat/completions";

    private final StubOptions options;
    private final Calls calls;
    private final Faults faults;
    private final EmbeddingsEndpoint embeddings;
    private final ChatEndpoint chat;

    StubServing(StubOptions options, Calls calls, Faults faults, EmbeddingsEndpoint embeddings, ChatEndpoint chat) {
        this.options = options;
        this.calls = calls;
        this.faults = faults;
        this.embeddings = embeddings;
        this.chat = chat;
    }

    /** Returns when a fault has ended the connection; throws when the client has. */
    void serve(Socket connection) throws IOException, InterruptedException {
        HttpExchange exchange = new HttpExchange(connection);
        boolean open = true;
        while (open) {
            HttpExchange.Request request = exchange.read();
            Instant at = Instant.now();
            try (Calls.Arrival arrival = calls.arrive()) {
                TimeUnit.NANOSECONDS.sleep(options.latency().toNanos());
                open = answer(exchange, request, at, arrival);
            }
        }
    }

    private boolean answer(HttpExchange exchange, HttpExchange.Request request, Instant at, Calls.Arrival arrival)
            throws IOException {
        JsonNode json = json(request.body());
        Fault fault = faults.take();
        StubReply reply = reply(request, json, fault instanceof Fault.Spoiled spoiled ? spoiled : null);
        StubCall call = call(request, json, at, reply);
        if (fault instanceof Fault.Hang) {
            exchange.awaitClientGone();
            arrival.end(call.ended(0, Outcome.ABANDONED));
            return false;
        }
        // Kept before the client can know the answer, so that a test that has its answer finds the call.
        if (fault instanceof Fault.Reset) {
            arrival.end(call.ended(0, Outcome.FAULTED));
            exchange.reset();
            return false;
        }
        if (fault instanceof Fault.Truncated) {
            arrival.end(call.ended(0, Outcome.FAULTED));
            exchange.writeHalf(reply.status(), reply.body());
            return false;
        }
        if (fault instanceof Fault.Stalled) {
            exchange.writeHalf(reply.status(), reply.body());
            exchange.awaitClientGone();
            arrival.end(call.ended(0, Outcome.ABANDONED));
            return false;
        }
        if (fault instanceof Fault.Answer answer) {
            arrival.end(call.ended(answer.status(), Outcome.FAULTED));
            exchange.write(answer.status(), answer.headers(), answer.body().getBytes(StandardCharsets.UTF_8));
            return true;
        }
        arrival.end(fault == null ? call : call.ended(reply.status(), Outcome.FAULTED));
        try {
            exchange.write(reply.status(), Map.of(), reply.body());
            return true;
        } catch (IOException clientGone) {
            arrival.end(call.ended(0, Outcome.ABANDONED));
            throw clientGone;
        }
    }

    private StubReply reply(HttpExchange.Request request, @Nullable JsonNode json, Fault.@Nullable Spoiled spoiled)
            throws IOException {
        String key = options.apiKey();
        String given = request.headers().getOrDefault("authorization", "");
        if (key != null && given.isEmpty()) {
            return StubReply.refused(401, StubErrors.missingKey(), 0, 0);
        }
        if (key != null && !given.equals("Bearer " + key)) {
            return StubReply.refused(401, StubErrors.wrongKey(given.replaceFirst("^Bearer ", "")), 0, 0);
        }
        boolean known = request.path().equals(EMBEDDINGS) || request.path().equals(CHAT);
        if (!known || !request.method().equals("POST")) {
            return StubReply.refused(404, StubErrors.unknownPath(request.method(), request.path()), 0, 0);
        }
        if (json == null || !json.isObject()) {
            return StubReply.refused(400, StubErrors.notJson(), 0, 0);
        }
        return request.path().equals(CHAT) ? chat.answer(json) : embeddings.answer(json, faults.refused(), spoiled);
    }

    private StubCall call(HttpExchange.Request request, @Nullable JsonNode json, Instant at, StubReply reply) {
        return new StubCall(
                at,
                request.path(),
                request.headers(),
                json == null || !options.keepRequests() ? MissingNode.getInstance() : json,
                reply.inputs(),
                reply.tokens(),
                reply.status(),
                reply.status() == 200 ? Outcome.ANSWERED : Outcome.REFUSED);
    }

    private static @Nullable JsonNode json(byte[] body) throws IOException {
        try {
            return StubOpenAi.JSON.readTree(body);
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
