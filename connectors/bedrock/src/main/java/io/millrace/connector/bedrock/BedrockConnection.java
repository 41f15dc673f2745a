package io.millrace.connector.bedrock;

import io.millrace.failure.ClassifiedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.identity.spi.TokenIdentity;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;

/**
 * Amazon's client of one model, open until closed. Safe for use by many threads.
 *
 * <p>Each call's future completes on this connection's own threads, within the timeout, fails with a classified failure
 * only, and gives the HTTP call up when it is cancelled or completed from outside. Nothing is retried here.
 */
final class BedrockConnection implements AutoCloseable {
    private static final String BEARER = "httpBearerAuth";

    private final BedrockFailures failures;
    private final DaemonThreads threads = new DaemonThreads();
    private final @Nullable ChainCredentials credentials;
    private final JdkTransport transport;
    private final BedrockRuntimeAsyncClient client;
    /** Calls in flight, by a number of their own: futures have no equality to be found by. */
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean closed;

    BedrockConnection(BedrockTarget target) {
        failures = new BedrockFailures(target);
        credentials = target.bearer() == null ? new ChainCredentials(target) : null;
        transport = new JdkTransport(target.timeout(), threads.executor());
        client = client(target);
    }

    private BedrockRuntimeAsyncClient client(BedrockTarget target) {
        BedrockRuntimeAsyncClientBuilder builder = BedrockRuntimeAsyncClient.builder()
                .region(target.region())
                .httpClient(transport)
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(target.timeout()))
                .asyncConfiguration(configuration -> configuration.advancedOption(
                        SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, threads.executor()));
        if (target.override() != null) {
            builder.endpointOverride(target.override());
        }
        String bearer = target.bearer();
        if (bearer == null) {
            builder.credentialsProvider(credentials);
        } else {
            TokenIdentity token = TokenIdentity.create(bearer);
            builder.tokenProvider(new FixedToken(token))
                    .authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of(BEARER)));
        }
        return builder.build();
    }

    /** A call's sending half. */
    interface Sending<R> {
        CompletableFuture<R> send(BedrockRuntimeAsyncClient client);
    }

    /** A call's reading half. What it throws is classified, or says that the body isn't what it should be. */
    interface Reading<R, T> {
        T read(R reply) throws IOException;
    }

    /**
     * Sends a request and reads its reply.
     *
     * @param texts what the request holds, so that no message repeats it
     */
    <R, T> CompletableFuture<T> call(List<String> texts, Sending<R> sending, Reading<R, T> reading) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Long number = numbers.incrementAndGet();
        open.put(number, result);
        var unusedEnd = result.whenComplete((reply, failure) -> open.remove(number));
        try {
            // Credentials are renewed by whoever calls, which may take its time: never the caller's thread.
            threads.executor().execute(() -> send(result, texts, sending, reading));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failures.closed());
        }
        if (closed) {
            // Perhaps since it was looked through for calls in flight.
            result.completeExceptionally(failures.closed());
        }
        return result;
    }

    private <R, T> void send(
            CompletableFuture<T> result, List<String> texts, Sending<R> sending, Reading<R, T> reading) {
        if (result.isDone()) {
            return;
        }
        CompletableFuture<R> sent;
        try {
            sent = sending.send(client);
        } catch (RuntimeException failure) {
            result.completeExceptionally(failure(failure, texts));
            return;
        }
        // However it ends, from inside or outside: giving up a call that is over changes nothing.
        var unusedEnd = result.whenComplete((reply, failure) -> sent.cancel(true));
        var unusedCall = sent.whenComplete((reply, failure) -> {
            if (failure == null) {
                settle(result, reply, texts, reading);
            } else {
                result.completeExceptionally(failure(failure, texts));
            }
        });
    }

    private <R, T> void settle(CompletableFuture<T> result, R reply, List<String> texts, Reading<R, T> reading) {
        try {
            result.complete(reading.read(reply));
        } catch (IOException | RuntimeException failure) {
            result.completeExceptionally(failure(failure, texts));
        }
    }

    private ClassifiedException failure(Throwable failure, List<String> texts) {
        return closed ? failures.closed() : failures.of(failure, texts);
    }

    BedrockFailures failures() {
        return failures;
    }

    /** Gives up what is in flight. */
    @Override
    public void close() {
        closed = true;
        open.values().forEach(call -> call.completeExceptionally(failures.closed()));
        client.close();
        if (credentials != null) {
            credentials.close();
        }
        transport.close();
        threads.close();
    }
}
