package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes each request of a connection through its limits, its faults, its checks and its endpoint. */
final class StubServing {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String CHAT = "/v1/chat/completions";

    private final StubOptions options;
    private final Calls calls;
    private final Faults faults;
    private final StubLimits limits;
    private final StubControl control;
    private final EmbeddingsEndpoint embeddings;
    private final ChatEndpoint chat;

    StubServing(StubOptions options, Calls calls, Faults faults, StubLimits limits, ChatEndpoint chat) {
        this.options = options;
        this.calls = calls;
        this.faults = faults;
        this.limits = limits;
        this.chat = chat;
        control = new StubControl(calls, limits);
        embeddings = new EmbeddingsEndpoint(options);
    }

    /** Returns when a fault has ended the connection; throws when the client has. */
    void serve(Socket connection) throws IOException, InterruptedException {
        HttpExchange exchange = new HttpExchange(connection);
        boolean open = true;
        while (open) {
            HttpExchange.Request request = exchange.read();
            if (control.knows(request)) {
                control.answer(request, exchange);
                continue;
            }
            try (Calls.Arrival arrival = calls.arrive()) {
                open = answer(exchange, request, arrival);
            }
        }
    }

    private boolean answer(HttpExchange exchange, HttpExchange.Request request, Calls.Arrival arrival)
            throws IOException, InterruptedException {
        JsonNode json = json(request.body());
        StubReply reply = reply(request, json);
        StubEnding ending =
                new StubEnding(exchange, request, arrival, options.keepRequests() ? json : null, reply, limits);
        StubLimits.Refusal refusal = refusal(arrival, json, reply);
        if (refusal != null) {
            ending.refuse(refusal);
            return true;
        }
        Fault fault = faults.take();
        if (reply.stream() != null && endsAsStream(fault)) {
            return ending.stream(reply.stream(), fault, options);
        }
        if (fault instanceof Fault.Answer answer) {
            exchange.reply().text(answer.body());
        } else {
            reply.body().write(exchange.reply(), fault instanceof Fault.Spoiled spoiled ? spoiled : null);
        }
        boolean worked = reply.status() == 200 && !(fault instanceof Fault.Answer);
        // Made before the wait, so that making it takes no time of its own.
        StubClock.awaitNanoTime(arrival.begun() + options.latencyNanos(worked ? reply.slowTokens() : 0));
        return (fault == null || fault instanceof Fault.Event) ? ending.send(false) : ending.fail(fault);
    }

    /** Whether the reply's head goes out as always, and the fault, if there is one, comes after. */
    private static boolean endsAsStream(@Nullable Fault fault) {
        return !(fault instanceof Fault.Answer || fault instanceof Fault.Hang || fault instanceof Fault.Reset);
    }

    /** Null when the call may pass. A call that is wrong in itself takes nothing from the allowances. */
    private StubLimits.@Nullable Refusal refusal(Calls.Arrival arrival, @Nullable JsonNode json, StubReply reply) {
        return reply.status() != 200 || json == null
                ? null
                : limits.admit(
                        arrival.inFlight(),
                        json.path("model").asText(),
                        reply.tokens() + reply.outputTokens(),
                        System.nanoTime());
    }

    private StubReply reply(HttpExchange.Request request, @Nullable JsonNode json) throws IOException {
        StubFront front = options.front();
        StubReply refusal = front.keyProblem(request, options.apiKey());
        if (refusal != null) {
            return refusal;
        }
        String path = front.path(request);
        boolean known = path.equals(EMBEDDINGS) || path.equals(CHAT);
        if (!known || !request.method().equals("POST")) {
            return front.nothingAt(request);
        }
        if (json == null || !json.isObject()) {
            return StubReply.refused(400, StubErrors.notJson(), 0, 0);
        }
        boolean chatting = path.equals(CHAT);
        StubReply problem = front.problem(request, json, chatting);
        if (problem != null) {
            return problem;
        }
        JsonNode asked = front.asked(request, json, chatting);
        return chatting ? chat.answer(asked) : embeddings.answer(asked, faults.refused());
    }

    private static @Nullable JsonNode json(ByteBuffer body) throws IOException {
        try {
            return StubOpenAi.JSON.readTree(body.array(), body.arrayOffset(), body.limit());
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
