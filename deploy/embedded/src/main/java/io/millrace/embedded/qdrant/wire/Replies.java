package io.millrace.embedded.qdrant.wire;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.embedded.qdrant.failure.StoreException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what a method returns, or the gRPC status of what it throws. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final double NANOS_PER_SECOND = 1e9;

    /** The work of a method. */
    interface Work<T> {
        T answer(Clock clock) throws IOException;
    }

    /** Runs from the moment at which a request is taken up. */
    static final class Clock {
        private final long start = System.nanoTime();

        double seconds() {
            return (System.nanoTime() - start) / NANOS_PER_SECOND;
        }
    }

    private Replies() {}

    static <T> void send(StreamObserver<T> observer, Work<T> work) {
        T answer;
        try {
            answer = work.answer(new Clock());
        } catch (StoreException e) {
            observer.onError(code(e.kind()).withDescription(e.getMessage()).asRuntimeException());
            return;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.error("A request failed", e);
            observer.onError(Status.INTERNAL
                    .withDescription("Service internal error: " + e)
                    .asRuntimeException());
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    private static Status code(StoreException.Kind kind) {
        return switch (kind) {
            case INVALID, UNKNOWN_VECTOR -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case INTERNAL -> Status.INTERNAL;
            case NOT_BUILT -> Status.UNIMPLEMENTED;
        };
    }
}
