package io.millrace.connector.qdrant;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.PointsGrpc;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gRPC server that misbehaves as it is told, for what a healthy server never does. */
final class FakeQdrant implements AutoCloseable {
    private static final Metadata.Key<String> API_KEY = Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);

    private final List<String> apiKeys = new CopyOnWriteArrayList<>();
    private final Server server;

    private FakeQdrant(int port, ServerInterceptor behaviour, BindableService... services) throws IOException {
        ServerBuilder<?> builder = ServerBuilder.forPort(port);
        for (BindableService service : services) {
            builder.addService(ServerInterceptors.intercept(service, behaviour, new KeyRecorder()));
        }
        server = builder.build().start();
    }

    /** Ends every call with the status. */
    static FakeQdrant refusing(Status status, Metadata trailers) throws IOException {
        return new FakeQdrant(
                0,
                new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        call.close(status, trailers);
                        return new ServerCall.Listener<>() {};
                    }
                },
                new PointsGrpc.PointsImplBase() {},
                new CollectionsGrpc.CollectionsImplBase() {});
    }

    /** Takes every call and never answers. */
    static FakeQdrant silent() throws IOException {
        return new FakeQdrant(
                0,
                new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        return new ServerCall.Listener<>() {};
                    }
                },
                new PointsGrpc.PointsImplBase() {},
                new CollectionsGrpc.CollectionsImplBase() {});
    }

    /** Answers with the services. */
    static FakeQdrant serving(BindableService... services) throws IOException {
        return serving(0, services);
    }

    /** Answers with the services, at the port. */
    static FakeQdrant serving(int port, BindableService... services) throws IOException {
        return new FakeQdrant(
                port,
                new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        return next.startCall(call, headers);
                    }
                },
                services);
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    QdrantSettings settings() {
        return new QdrantSettings(URI.create(url()), null, Duration.ofSeconds(30));
    }

    /** The keys that calls came with, in order. */
    List<String> apiKeys() {
        return apiKeys;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class KeyRecorder implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            apiKeys.add(String.valueOf(headers.get(API_KEY)));
            return next.startCall(call, headers);
        }
    }
}
