package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRerank;
import io.millrace.connector.http.stub.StubTei;
import io.millrace.failure.ClassifiedException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.ServerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JsonClientTest {
    private static final Json.Writing EMPTY = json -> {
        json.writeStartObject();
        json.writeEndObject();
    };

    @Test
    @Timeout(60)
    void closesTheConnectionOfACallThatIsGivenUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JsonClient client = client(server)) {
            CompletableFuture<Integer> call = client.post("/", List.of(), EMPTY, HttpReply::status);
            try (Socket connection = server.accept()) {
                readBody(connection.getInputStream());

                call.cancel(true);

                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    @Timeout(60)
    void closesTheConnectionsOfCallsInFlightWhenItIsClosed() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            JsonClient client = client(server);
            CompletableFuture<Integer> call = client.post("/", List.of(), EMPTY, HttpReply::status);
            try (Socket connection = server.accept()) {
                readBody(connection.getInputStream());

                client.close();

                assertThat(connection.getInputStream().read()).isEqualTo(-1);
                assertThat(Failures.of(call).code()).isEqualTo("closed");
            }
        }
    }

    @Test
    @Timeout(60)
    void repeatsNothingOfWhatIsNotHttp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JsonClient client = client(server)) {
            String text = "Grandmother's recipe for millet bread";
            CompletableFuture<Integer> call = client.post("/", List.of(text), EMPTY, HttpReply::status);
            try (Socket connection = server.accept()) {
                readBody(connection.getInputStream());
                connection.getOutputStream().write((text + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                connection.getOutputStream().flush();

                ClassifiedException failure = Failures.of(call);

                assertThat(failure.code()).isEqualTo("connection-failed");
                assertThat(Failures.printed(failure))
                        .contains("ProtocolException")
                        .doesNotContain("millet");
            }
        }
    }

    @Test
    void takesADefectInReadingForOne() {
        try (StubRerank stub = new StubTei();
                JsonClient client = client(stub.baseUrl())) {
            stub.next(new StubReply(200, "{}"));

            ClassifiedException failure = Failures.of(client.post("/", List.of(), EMPTY, reply -> {
                throw new IllegalStateException("odd");
            }));

            assertThat(failure.code()).isEqualTo("unexpected");
        }
    }

    @Test
    void runsCallbacksOnThreadsOfItsOwn() {
        try (StubRerank stub = new StubTei();
                JsonClient client = client(stub.baseUrl())) {
            stub.next(new StubReply(200, "{}"));

            CompletableFuture<String> thread = client.post(
                    "/", List.of(), EMPTY, reply -> Thread.currentThread().getName());

            assertThat(thread.orTimeout(60, TimeUnit.SECONDS).join()).startsWith("model-http-");
        }
    }

    @Test
    void bringsTheHeadersThatAllCallsBring() {
        try (StubRerank stub = new StubTei();
                JsonClient client = new JsonClient(
                        endpoint(stub.baseUrl(), Map.of("anthropic-version", "2026-10-21")), ErrorRules.USUAL)) {
            ClassifiedException failure = Failures.of(client.post("/v1", List.of(), EMPTY, HttpReply::status));

            assertThat(failure.code()).isEqualTo("model-not-found");
            assertThat(stub.requests().get(0).header("anthropic-version")).isEqualTo("2026-10-21");
            assertThat(stub.requests().get(0).path()).isEqualTo("/v1");
        }
    }

    private static JsonClient client(ServerSocket server) {
        return client(URI.create("http://localhost:" + server.getLocalPort()));
    }

    private static JsonClient client(URI address) {
        return new JsonClient(endpoint(address, Map.of()), ErrorRules.USUAL);
    }

    private static Endpoint endpoint(URI uri, Map<String, String> headers) {
        ModelSettings settings =
                TestSettings.of("any", uri).timeout(Duration.ofMinutes(1)).settings();
        ServerAddress address = ServerAddress.of(settings, null);
        return new Endpoint(settings, address, "model", ApiKey.bearer(settings, address, false), headers);
    }

    /** Reads up to the end of the request, which is the empty object. */
    private static void readBody(InputStream in) throws IOException {
        for (int read = in.read(); read != '}'; read = in.read()) {
            assertThat(read).isNotEqualTo(-1);
        }
    }
}
