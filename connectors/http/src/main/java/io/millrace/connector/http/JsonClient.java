package io.millrace.connector.http;

import io.millrace.failure.ClassifiedException;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
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

    /** A streamed call's reading half, which reads the body as it comes. */
    interface StreamReading<T> {
        T read(InputStream body) throws IOException;
    }

    /**
     * Posts a request and reads the reply to it.
     *
     * @param path under the endpoint's address
     * @param texts what the request holds, so that no message repeats it
     */
    <T> CompletableFuture<T> post(String path, List<String> texts, Json.Writing body, Reading<T> reading) {
        return call(path, texts, body, BodyHandlers.ofByteArray(), response -> {
            HttpReply reply = new HttpReply(response, response.body());
            if (!reply.isSuccess()) {
                throw failures.answered(reply, texts);
            }
            return reading.read(reply);
        });
    }

    /**
     * As {@link #post}, reading the body of a success while it comes. A thread of this client's is taken for as long.
     */
    <T> CompletableFuture<T> stream(String path, List<String> texts, Json.Writing body, StreamReading<T> reading) {
        return call(path, texts, body, BodyHandlers.ofInputStream(), response -> {
            try (InputStream stream = response.body()) {
                if (response.statusCode() / 100 != 2) {
                    throw failures.answered(new HttpReply(response, stream.readAllBytes()), texts);
                }
                return reading.read(stream);
            }
        });
    }

    private <B, T> CompletableFuture<T> call(
            String path, List<String> texts, Json.Writing body, BodyHandler<B> handler, Settling<B, T> settling) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Long number = numbers.incrementAndGet();
        open.put(number, result);
        try {
            send(endpoint.post(path, Json.write(body)), texts, handler, settling, result);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failures.closed());
        } catch (ClassifiedException unsent) {
            result.completeExceptionally(unsent);
        }
        if (closed) {
            // Perhaps since it was looked through for calls in flight.
            result.completeExceptionally(failures.closed());
        }
        var unusedEnd = result.whenComplete((reply, failure) -> open.remove(number));
        return result;
    }

    /** What becomes of a response, whatever its status. */
    private interface Settling<B, T> {
        T settle(HttpResponse<B> response) throws IOException;
    }

    private <B, T> void send(
            HttpRequest request,
            List<String> texts,
            BodyHandler<B> handler,
            Settling<B, T> settling,
            CompletableFuture<T> result) {
        // The client's own timeout ends with the head of the reply: a body that never ends would be waited for.
        Future<?> alarm = transport.after(endpoint.timeout(), () -> result.completeExceptionally(failures.timedOut()));
        CompletableFuture<HttpResponse<B>> exchange = transport.send(request, handler);
        // However it ends, from inside or outside: giving up a call that is over changes nothing.
        var unusedEnd = result.whenComplete((reply, failure) -> {
            alarm.cancel(false);
            exchange.cancel(true);
            // A body that is still read is no part of the exchange any more.
            var unusedBody = exchange.thenAccept(response -> closeBody(response.body()));
        });
        var unusedCall = exchange.whenCompleteAsync(
                (response, failure) -> {
                    if (failure == null) {
                        settle(result, response, texts, settling);
                    } else {
                        result.completeExceptionally(failure(failure, texts));
                    }
                },
                transport.threads());
    }

    private <B, T> void settle(
            CompletableFuture<T> result, HttpResponse<B> response, List<String> texts, Settling<B, T> settling) {
        try {
            result.complete(settling.settle(response));
        } catch (IOException | RuntimeException failure) {
            result.completeExceptionally(failure(failure, texts));
        }
    }

    private ClassifiedException failure(Throwable failure, List<String> texts) {
        return closed ? failures.closed() : failures.of(failure, texts);
    }

    private static void closeBody(Object body) {
        if (body instanceof InputStream stream) {
            try {
                stream.close();
            } catch (IOException gone) {
                // It is what was wanted.
            }
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
