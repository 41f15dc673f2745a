package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static org.assertj.core.api.Assertions.assertThat;

import grpc.health.v1.HealthCheck.HealthCheckRequest;
import grpc.health.v1.HealthCheck.HealthCheckResponse.ServingStatus;
import grpc.health.v1.HealthGrpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HealthITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @Test
    void saysWhatItIs() {
        var reply = answer(qdrant.client().healthCheckAsync());

        assertThat(reply.getTitle()).isNotBlank();
        assertThat(reply.getVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void reportsAVersionThatTheClientIsCompatibleWith() {
        qdrant.assumeEmbedded("a real server has its own version");

        assertThat(answer(qdrant.client().healthCheckAsync()).getVersion()).startsWith("1.18.");
    }

    @Test
    void servesTheGrpcHealthProtocol() {
        var health = HealthGrpc.newFutureStub(qdrant.connection().channel());

        var reply = answer(health.check(HealthCheckRequest.getDefaultInstance()));

        assertThat(reply.getStatus()).isEqualTo(ServingStatus.SERVING);
    }
}
