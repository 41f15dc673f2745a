package io.millrace.embedded.qdrant.wire;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.QdrantGrpc;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckReply;
import io.qdrant.client.grpc.QdrantOuterClass.HealthCheckRequest;

/** Qdrant's own health check. Clients compare the version with theirs. */
public final class HealthService extends QdrantGrpc.QdrantImplBase {

    /** The release of Qdrant whose protocol is spoken. */
    private static final String VERSION = "1.18.3";

    @Override
    public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckReply> observer) {
        observer.onNext(HealthCheckReply.newBuilder()
                .setTitle("qdrant - vector search engine (embedded in Millrace)")
                .setVersion(VERSION)
                .build());
        observer.onCompleted();
    }
}
