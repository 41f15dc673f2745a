package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import io.qdrant.client.grpc.Points.UpdateBatchResponse;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UnfinishedWritesTest {
    @ParameterizedTest
    @EnumSource(
            value = UpdateStatus.class,
            names = {"Acknowledged", "WaitTimeout", "ClockRejected", "UnknownUpdateStatus"})
    void takesAWriteThatQdrantDidNotWaitForAsNotDone(UpdateStatus status) throws IOException {
        UpdateResult result = UpdateResult.newBuilder().setStatus(status).build();

        ClassifiedException failure = failure(List.of(result));

        assertThat(failure).isInstanceOf(TransientException.class);
        assertThat(failure.code()).isEqualTo("write-unfinished");
        assertThat(failure)
                .hasMessage("Qdrant answered before a write to collection 'docs' was complete: 1 operations, statuses ["
                        + status + "]");
    }

    @Test
    void takesAWriteWithoutAResultAsNotDone() throws IOException {
        assertThat(failure(List.of())).isInstanceOf(TransientException.class);
    }

    private static ClassifiedException failure(List<UpdateResult> results) throws IOException {
        PointsGrpc.PointsImplBase service = new PointsGrpc.PointsImplBase() {
            @Override
            public void updateBatch(UpdateBatchPoints request, StreamObserver<UpdateBatchResponse> answer) {
                answer.onNext(
                        UpdateBatchResponse.newBuilder().addAllResult(results).build());
                answer.onCompleted();
            }
        };
        try (FakeQdrant server = FakeQdrant.serving(service);
                QdrantVectorStore store = QdrantVectorStore.open(server.settings(), "docs")) {
            Throwable failure = store.apply(List.of(Chunks.put(Chunks.chunk("d", "text"), 1)))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .handle((value, thrown) -> thrown)
                    .join();
            return ClassifiedException.of(failure);
        }
    }
}
