package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends one call: sends what it gets and keeps it. It is kept before the client can know the answer, so that a test that
 * has its answer finds the call.
 */
final class StubEnding {
    private final HttpExchange exchange;
    private final HttpExchange.Request request;
    private final Calls.Arrival arrival;
    private final JsonNode json;
    private final StubReply reply;
    private final StubLimits limits;
    private final boolean good;

    /** @param json the request's body as far as it is to be kept */
    StubEnding(
            HttpExchange exchange,
            HttpExchange.Request request,
            Calls.Arrival arrival,
            @Nullable JsonNode json,
            StubReply reply,
            StubLimits limits) {
        this.exchange = exchange;
        this.request = request;
        this.arrival = arrival;
        this.json = json == null ? MissingNode.getInstance() : json;
        this.reply = reply;
        this.limits = limits;
        good = reply.status() == 200;
    }

    void refuse(StubLimits.Refusal refusal) throws IOException {
        exchange.reply().text(refusal.body());
        error(429, refusal.headers(), Outcome.LIMITED);
    }

    /** Sends the endpoint's answer, which is in the exchange. Returns whether the connection can be used again. */
    boolean send(boolean spoiled) throws IOException {
        Outcome outcome = good ? Outcome.ANSWERED : Outcome.REFUSED;
        keep(reply.status(), spoiled ? Outcome.FAULTED : outcome, good, null);
        try {
            exchange.send(reply.status(), limits.headers(System.nanoTime()));
            return true;
        } catch (IOException clientGone) {
            keep(0, Outcome.ABANDONED, good, null);
            throw clientGone;
        }
    }

    /**
     * Sends the endpoint's stream, each event when the latency model has it ready, as far as the fault lets it. Returns
     * whether the connection can be used again.
     */
    boolean stream(StubReply.Stream from, @Nullable Fault fault, StubOptions options)
            throws IOException, InterruptedException {
        Fault.Spoiled spoiled = fault instanceof Fault.Spoiled given ? given : null;
        StubStream stream = from.make(spoiled);
        boolean whole = fault == null || spoiled != null;
        int most = whole ? stream.events().size() : stream.events().size() / 2;
        try {
            StubClock.awaitNanoTime(arrival.begun() + options.latencyNanos(0));
            exchange.startStream(limits.headers(System.nanoTime()));
            for (int at = 0; at < most; at++) {
                StubClock.awaitNanoTime(
                        arrival.begun() + options.latencyNanos(stream.tokens().get(at)));
                if (at == stream.events().size() - 1) {
                    keep(200, Outcome.ANSWERED, true, null);
                }
                exchange.event(stream.events().get(at));
            }
            return whole ? endStream() : breakOff(fault);
        } catch (IOException clientGone) {
            keep(0, Outcome.ABANDONED, true, null);
            throw clientGone;
        }
    }

    private boolean endStream() throws IOException {
        exchange.endStream();
        return true;
    }

    private boolean breakOff(@Nullable Fault fault) throws IOException {
        if (fault instanceof Fault.Event event) {
            keep(200, Outcome.FAULTED, true, null);
            exchange.event(event.data());
            return endStream();
        }
        if (fault instanceof Fault.Stalled) {
            exchange.awaitClientGone();
            keep(0, Outcome.ABANDONED, true, null);
        } else {
            keep(0, Outcome.FAULTED, true, null);
        }
        return false;
    }

    /** Does what the fault says; the body is in the exchange. Returns whether the connection can be used again. */
    boolean fail(Fault fault) throws IOException {
        if (fault instanceof Fault.Answer answer) {
            error(answer.status(), answer.headers(), Outcome.FAULTED);
            return true;
        }
        if (fault instanceof Fault.Spoiled) {
            return send(true);
        }
        if (fault instanceof Fault.Reset) {
            keep(0, Outcome.FAULTED, false, null);
            exchange.reset();
        } else if (fault instanceof Fault.Truncated) {
            keep(0, Outcome.FAULTED, good, null);
            exchange.sendHalf(reply.status(), limits.headers(System.nanoTime()));
        } else if (fault instanceof Fault.Stalled) {
            exchange.sendHalf(reply.status(), limits.headers(System.nanoTime()));
            exchange.awaitClientGone();
            keep(0, Outcome.ABANDONED, good, null);
        } else {
            exchange.awaitClientGone();
            keep(0, Outcome.ABANDONED, false, null);
        }
        return false;
    }

    private void error(int status, Map<String, String> own, Outcome outcome) throws IOException {
        Map<String, String> headers = new HashMap<>(limits.headers(System.nanoTime()));
        headers.putAll(own);
        keep(status, outcome, false, status == 429 ? StubRetry.until(own, arrival.now()) : null);
        exchange.send(status, headers);
    }

    private void keep(int status, Outcome outcome, boolean billed, @Nullable Instant retryAt) {
        StubCall call = new StubCall(
                arrival.at(),
                arrival.now(),
                request.path(),
                request.headers(),
                json,
                reply.inputs(),
                reply.tokens(),
                reply.outputTokens(),
                arrival.inFlight(),
                status,
                outcome,
                billed,
                retryAt);
        arrival.end(call, reply.embedded());
    }
}
