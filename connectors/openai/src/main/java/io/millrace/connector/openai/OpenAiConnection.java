package io.millrace.connector.openai;

import com.openai.azure.AzureUrlPathMode;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.LogLevel;
import com.openai.core.Timeout;
import com.openai.core.http.HttpResponseFor;
import com.openai.errors.OpenAIException;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import io.millrace.model.wire.Redaction;
import io.millrace.model.wire.ServerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The SDK's client and the transport under it, open until closed. Safe for use by many threads.
 *
 * <p>Each call's future completes on the transport's threads, fails with a classified failure only, and gives the HTTP
 * call up when it is cancelled or completed from outside.
 */
final class OpenAiConnection implements AutoCloseable {
    /** Taken off before anything is sent; the SDK doesn't build a client without a credential. */
    private static final String NO_KEY = "none";

    private final HttpTransport transport;
    private final OpenAIClientAsync client;
    private final OpenAiFailures failures;
    private volatile boolean closed;

    /**
     * @param concurrency calls that may be in flight
     * @param model the model's name, for messages
     */
    OpenAiConnection(
            ModelSettings settings,
            Vendor vendor,
            ServerAddress address,
            Access access,
            String model,
            int concurrency) {
        Secret key = settings.apiKey();
        boolean keyGiven = key != null && !key.value().isBlank();
        if (!keyGiven && vendor.answersAt(address)) {
            throw new FatalException(
                    "api-key-missing",
                    "%s wants an API key: set %s, or %s to a server that needs none"
                            .formatted(address, settings.key("api-key"), settings.key("base-url")));
        }
        String token = key == null || !keyGiven ? NO_KEY : key.value().strip();
        transport = new HttpTransport(concurrency, settings.timeout());
        failures = new OpenAiFailures(
                settings, vendor, address, model, keyGiven, new Redaction(keyGiven ? List.of(token) : List.of()));
        OpenAIOkHttpClientAsync.Builder builder = OpenAIOkHttpClientAsync.builder()
                .okHttpClient(transport.client())
                .baseUrl(access.baseUrl())
                .timeout(Timeout.builder()
                        .connect(settings.timeout())
                        // The call's own ends it at the same time, with no clock to set for each piece of a body.
                        .read(Duration.ZERO)
                        .write(Duration.ZERO)
                        .request(settings.timeout())
                        .build())
                .maxRetries(0)
                .logLevel(LogLevel.OFF)
                .disableTelemetry(true)
                .putHeader("User-Agent", "millrace")
                .apiKey(token);
        if (!keyGiven || access.keyHeader()) {
            builder.removeHeaders("Authorization");
        }
        if (keyGiven && access.keyHeader()) {
            builder.putHeader("api-key", token);
        }
        if (vendor.deployments()) {
            // The address is whole: the SDK, which knows Azure's hosts, is to put nothing into it.
            builder.azureUrlPath(AzureUrlPathMode.UNIFIED);
        }
        if (access.apiVersion() != null) {
            builder.putQueryParam("api-version", access.apiVersion());
        }
        client = builder.build();
    }

    /** A call's sending half, given the SDK's client and the number that its request carries. */
    interface Sending<R> {
        CompletableFuture<HttpResponseFor<R>> send(OpenAIClientAsync client, String callNumber);
    }

    /** A call's reading half. What it throws is classified. */
    interface Reading<R, T> {
        T read(HttpResponseFor<R> response) throws IOException;
    }

    /**
     * Sends a request and reads its reply.
     *
     * @param texts what the request holds, so that no message repeats it
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Both chains end in the result, which the caller has.
    <R, T> CompletableFuture<T> call(List<String> texts, Sending<R> sending, Reading<R, T> reading) {
        if (closed) {
            return CompletableFuture.failedFuture(failures.closed());
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        AbandonableCalls.Ticket ticket = transport.calls().open();
        // However it ends, from inside or outside: giving up a call that is over changes nothing.
        result.whenComplete((reply, failure) -> ticket.close());
        send(sending, ticket)
                .thenApplyAsync(response -> read(response, reading), transport.threads())
                .whenComplete((reply, failure) -> {
                    if (failure == null) {
                        result.complete(reply);
                    } else {
                        result.completeExceptionally(closed ? failures.closed() : failures.of(failure, texts));
                    }
                });
        return result;
    }

    private <R> CompletableFuture<HttpResponseFor<R>> send(Sending<R> sending, AbandonableCalls.Ticket ticket) {
        try {
            return sending.send(client, ticket.number());
        } catch (OpenAIException | IllegalStateException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static <R, T> T read(HttpResponseFor<R> response, Reading<R, T> reading) {
        try (response) {
            return reading.read(response);
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }

    OpenAiFailures failures() {
        return failures;
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        transport.close();
    }
}
