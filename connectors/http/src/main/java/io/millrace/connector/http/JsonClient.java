package io.millrace.connector.http;

import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls one model with JSON over HTTP, until it is closed. Safe for use by many threads.
 *
 * <p>Each call's future completes on this client's own threads, within the endpoint's timeout, fails with a classified
 * failure only, and gives the HTTP call up when it is cancelled or completed from outside. Nothing is retried here.
 */
final class JsonClient implements AutoCloseable {
    private final Endpoint endpoint;
    private final HttpFailures failures;
    private final HttpTransport transport;
    /** Calls in flight, by a number of their own: futures have no equality to be found by. */
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean closed;

    JsonClient(Endpoint endpoint, ErrorRules rules) {
        this.endpoint = endpoint;
        this.failures = new HttpFailures(endpoint, rules);
        this.transport = new HttpTransport(endpoint.timeout());
    }

    /** A call's reading half. What it throws is a classified failure, or says that the body isn't what it should be. */
    interface Reading<T> {
        T read(HttpReply reply) throws IOException;
    }

    /**
     * Posts a request and reads the reply to it.
     *
     * @param path under the endpoint's address
     * @param texts what the request holds, so that no message repeats it
     */
    <T> CompletableFuture<T> post(String path, List<String> texts, Json.Writing body, Reading<T> reading) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Long number = numbers.incrementAndGet();
        open.put(number, result);
        try {
            send(path, texts, body, reading, result);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failures.closed());
        }
        if (closed) {
            // Perhaps since it was looked through for calls in flight.
            result.completeExceptionally(failures.closed());
        }
        var unusedEnd = result.whenComplete((reply, failure) -> open.remove(number));
        return result;
    }

    private <T> void send(
            String path, List<String> texts, Json.Writing body, Reading<T> reading, CompletableFuture<T> result) {
        // The client's own timeout ends with the head of the reply: a body that never ends would be waited for.
        Future<?> alarm = transport.after(endpoint.timeout(), () -> result.completeExceptionally(failures.timedOut()));
        CompletableFuture<HttpResponse<byte[]>> exchange = transport.send(endpoint.post(path, Json.write(body)));
        // However it ends, from inside or outside: giving up a call that is over changes nothing.
        var unusedEnd = result.whenComplete((reply, failure) -> {
            alarm.cancel(false);
            exchange.cancel(true);
        });
        var unusedCall = exchange.whenCompleteAsync(
                (response, failure) -> {
                    if (failure == null) {
                        settle(result, new HttpReply(response), texts, reading);
                    } else {
                        result.completeExceptionally(closed ? failures.closed() : failures.of(failure, texts));
                    }
                },
                transport.threads());
    }

    private <T> void settle(CompletableFuture<T> result, HttpReply reply, List<String> texts, Reading<T> reading) {
        try {
            if (!reply.isSuccess()) {
                throw failures.answered(reply, texts);
            }
            result.complete(reading.read(reply));
        } catch (IOException unreadable) {
            // A parser's message quotes what it read.
            result.completeExceptionally(failures.unreadable("isn't what the API describes (%s)"
                    .formatted(unreadable.getClass().getSimpleName())));
        } catch (RuntimeException failure) {
            result.completeExceptionally(failures.of(failure, texts));
        }
    }

    HttpFailures failures() {
        return failures;
    }

    /** Gives up what is in flight. */
    @Override
    public void close() {
        closed = true;
        open.values().forEach(call -> call.completeExceptionally(failures.closed()));
        transport.close();
    }
}
