package io.millrace.connector.qdrant;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.millrace.failure.FatalException;
import io.millrace.model.Secret;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One store's calls to Qdrant: each with a deadline and the key, its failure classified. Safe for use by many threads.
 */
final class QdrantConnection implements AutoCloseable {
    private static final Metadata.Key<String> API_KEY = Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

    private final QdrantSettings settings;
    private final QdrantFailures failures;
    private final String collection;
    private final SharedChannel shared;
    private final Channel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    QdrantConnection(QdrantSettings settings, String collection) {
        this.settings = settings;
        this.failures = new QdrantFailures(settings, collection);
        this.collection = collection;
        this.shared = SharedChannel.acquire(settings);
        this.channel = authenticated(shared.channel(), settings.apiKey());
    }

    /** Calls and doesn't wait. The future fails with a {@link io.millrace.failure.ClassifiedException}. */
    <Q, A> CompletableFuture<A> call(Action action, MethodDescriptor<Q, A> method, Q request) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(closed());
        }
        if (shared.channel().getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            // How long to wait after a failure is the caller's to say: gRPC would wait for up to two minutes.
            shared.channel().resetConnectBackoff();
        }
        Answer<A> answer = new Answer<>(action, failures);
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, answer);
        return answer.future;
    }

    /** What calls after the close fail with. */
    FatalException closed() {
        return new FatalException("closed", "The store of collection '" + collection + "' is closed");
    }

    /** Later calls fail. Closing twice is the same as once. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shared.release();
        }
    }

    private static Channel authenticated(Channel channel, @Nullable Secret apiKey) {
        if (apiKey == null) {
            return channel;
        }
        Metadata headers = new Metadata();
        headers.put(API_KEY, apiKey.value());
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** Hands gRPC's one answer, or its failure, to a future. */
    private static final class Answer<A> implements StreamObserver<A> {
        private final Action action;
        private final QdrantFailures failures;
        private final CompletableFuture<A> future = new CompletableFuture<>();
        private @Nullable A value;

        Answer(Action action, QdrantFailures failures) {
            this.action = action;
            this.failures = failures;
        }

        @Override
        public void onNext(A answered) {
            value = answered;
        }

        @Override
        public void onError(Throwable failure) {
            future.completeExceptionally(failures.classify(action, failure));
        }

        @Override
        public void onCompleted() {
            if (value == null) {
                onError(Status.INTERNAL.withDescription("no answer").asRuntimeException());
                return;
            }
            future.complete(value);
        }
    }
}
