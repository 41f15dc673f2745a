package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Others' points have numbers for ids, and a page may end at one, up to the largest that there is. */
final class NumberedPointsTest {
    @Test
    void goesOnWhereAPageEndedAtANumber() throws IOException {
        try (FakeQdrant server = FakeQdrant.serving(new TwoPages());
                QdrantVectorStore store = QdrantVectorStore.open(server.settings(), "docs")) {
            DocumentPage first = page(store, null);
            DocumentPage second = page(store, first.next());

            assertThat(first).isEqualTo(new DocumentPage(Set.of(), "18446744073709551615"));
            assertThat(second).isEqualTo(new DocumentPage(Set.of(new DocumentKey("d", null)), null));
        }
    }

    private static DocumentPage page(QdrantVectorStore store, @Nullable String from) {
        return store.documents("source", from).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static final class TwoPages extends PointsGrpc.PointsImplBase {
        @Override
        public void scroll(ScrollPoints request, StreamObserver<ScrollResponse> observer) {
            ScrollResponse.Builder page = ScrollResponse.newBuilder();
            if (request.hasOffset()) {
                boolean asTold =
                        request.getOffset().hasNum() && request.getOffset().getNum() == -1;
                page.addResult(RetrievedPoint.newBuilder()
                        .putPayload("documentId", ValueFactory.value(asTold ? "d" : "another page")));
            } else {
                page.addResult(RetrievedPoint.newBuilder().putPayload("source", ValueFactory.value("source")))
                        .setNextPageOffset(PointIdFactory.id(-1));
            }
            observer.onNext(page.build());
            observer.onCompleted();
        }
    }
}
