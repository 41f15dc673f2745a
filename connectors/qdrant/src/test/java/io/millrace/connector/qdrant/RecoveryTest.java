package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.CountResponse;
import io.qdrant.client.grpc.Points.CountResult;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecoveryTest {
    @Test
    void reachesAServerThatStartsAfterFailures() throws IOException {
        int port = freePort();
        QdrantSettings settings =
                new QdrantSettings(URI.create("http://127.0.0.1:" + port), null, Duration.ofSeconds(30));
        try (QdrantVectorStore store = QdrantVectorStore.open(settings, "docs")) {
            for (int i = 0; i < 20; i++) {
                ClassifiedException failure = failure(store);
                assertThat(failure).isNotNull();
                assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            }
            try (FakeQdrant server = FakeQdrant.serving(port, new Counting())) {
                Instant deadline = Instant.now().plusSeconds(20);
                ClassifiedException failure = failure(store);
                while (failure != null && Instant.now().isBefore(deadline)) {
                    failure = failure(store);
                }

                assertThat(failure).as("server at %s answers", server.url()).isNull();
            }
        }
    }

    private static @Nullable ClassifiedException failure(QdrantVectorStore store) {
        Throwable failure = store.count()
                .orTimeout(60, TimeUnit.SECONDS)
                .handle((value, thrown) -> thrown)
                .join();
        return failure == null ? null : ClassifiedException.of(failure);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Counting extends PointsGrpc.PointsImplBase {
        @Override
        public void count(CountPoints request, StreamObserver<CountResponse> answer) {
            answer.onNext(CountResponse.newBuilder()
                    .setResult(CountResult.newBuilder().setCount(3))
                    .build());
            answer.onCompleted();
        }
    }
}
