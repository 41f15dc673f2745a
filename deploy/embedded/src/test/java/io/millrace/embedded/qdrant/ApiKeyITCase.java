package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import grpc.health.v1.HealthCheck.HealthCheckRequest;
import grpc.health.v1.HealthCheck.HealthCheckResponse.ServingStatus;
import grpc.health.v1.HealthGrpc;
import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyITCase {

    private static final Refusal NO_KEY =
            new Refusal(Status.Code.UNAUTHENTICATED, "Must provide an API key or an Authorization bearer token");
    private static final Refusal WRONG_KEY = new Refusal(Status.Code.UNAUTHENTICATED, "Invalid API key or JWT");

    private static @Nullable EmbeddedQdrant store;
    private static String url;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path data) {
        String external = RunningServer.externalUrl();
        String externalKey = RunningServer.apiKey();
        Assumptions.assumeTrue(
                external == null || externalKey != null, "a real server takes its key by -Dqdrant.api-key");
        if (external != null && externalKey != null) {
            url = external;
            key = externalKey;
            return;
        }
        key = UUID.randomUUID().toString();
        store = EmbeddedQdrant.start(data, 0, key);
        url = store.url();
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void callWithoutAKeyIsRefused() {
        try (var connection = Connection.to(url, null)) {
            assertThat(refusal(connection.client().listCollectionsAsync())).isEqualTo(NO_KEY);
            assertThat(refusal(connection.client().countAsync("any"))).isEqualTo(NO_KEY);
        }
    }

    @Test
    void callWithAWrongKeyIsRefused() {
        try (var connection = Connection.to(url, "x" + key)) {
            assertThat(refusal(connection.client().listCollectionsAsync())).isEqualTo(WRONG_KEY);
            assertThat(refusal(connection.client().countAsync("any"))).isEqualTo(WRONG_KEY);
        }
    }

    @Test
    void callWithAnEmptyKeyIsRefused() {
        try (var connection = Connection.to(url, "")) {
            assertThat(refusal(connection.client().listCollectionsAsync()).code())
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void refusedWritesChangeNothing() {
        String name = "millrace-" + UUID.randomUUID();
        try (var wrong = Connection.to(url, "wrong");
                var right = Connection.to(url, key)) {
            assertThat(refusal(wrong.client().createCollectionAsync(name, QdrantServer.params(2, Distance.Dot))))
                    .isEqualTo(WRONG_KEY);
            assertThat(answer(right.client().collectionExistsAsync(name))).isFalse();
        }
    }

    @Test
    void callWithTheKeyIsAnswered() {
        try (var connection = Connection.to(url, key)) {
            assertThat(answer(connection.client().listCollectionsAsync())).isNotNull();
        }
    }

    @Test
    void bearerTokenServesAsAKey() {
        try (var right = Connection.withBearer(url, key);
                var wrong = Connection.withBearer(url, "wrong")) {
            assertThat(answer(right.client().listCollectionsAsync())).isNotNull();
            assertThat(refusal(wrong.client().listCollectionsAsync())).isEqualTo(WRONG_KEY);
        }
    }

    @Test
    void healthNeedsNoKey() {
        try (var connection = Connection.to(url, null)) {
            var health = HealthGrpc.newFutureStub(connection.channel());

            assertThat(answer(connection.client().healthCheckAsync()).getVersion())
                    .isNotBlank();
            assertThat(answer(health.check(HealthCheckRequest.getDefaultInstance()))
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }
}
