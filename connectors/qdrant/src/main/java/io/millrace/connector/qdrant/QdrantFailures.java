package io.millrace.connector.qdrant;

import io.grpc.Metadata;
import io.grpc.Status;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns a failed call into what it calls for. The one place that knows Qdrant's status codes. */
final class QdrantFailures {
    /** The code of a creation's failure when somebody else was first. */
    static final String ALREADY_EXISTS = "already-exists";

    /** The code of what the key may not do. */
    static final String FORBIDDEN = "forbidden";

    /** Whole seconds; Qdrant sends it with a rate limit that waiting can satisfy. */
    private static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

    private final QdrantSettings settings;
    private final String collection;
    private final Refusals refusals;

    QdrantFailures(QdrantSettings settings, String collection) {
        this.settings = settings;
        this.collection = collection;
        this.refusals = new Refusals(settings, collection);
    }

    ClassifiedException classify(Action action, Throwable failure) {
        Status status = Status.fromThrowable(failure);
        return switch (status.getCode()) {
            case UNAVAILABLE -> unavailable(status, failure);
            case INTERNAL ->
                ConnectFailure.isOtherProtocol(status) ? unavailable(status, failure) : failed(action, status, failure);
            case DEADLINE_EXCEEDED -> timeout(action, failure);
            case RESOURCE_EXHAUSTED -> exhausted(action, status, failure);
            // FAILED_PRECONDITION is a collection that somebody locked; UNKNOWN is a proxy's odd HTTP status.
            case ABORTED, CANCELLED, FAILED_PRECONDITION, UNKNOWN -> failed(action, status, failure);
            case UNAUTHENTICATED -> refusals.unauthenticated(status, failure);
            case PERMISSION_DENIED -> refusals.forbidden(action, status, failure);
            case NOT_FOUND -> refusals.notFound(action, status, failure);
            case INVALID_ARGUMENT, OUT_OF_RANGE -> refusals.invalid(action, status, failure);
            case UNIMPLEMENTED -> refusals.unsupported(action, status, failure);
            case ALREADY_EXISTS -> new FatalException(ALREADY_EXISTS, refusals.message(action, status), failure);
            case DATA_LOSS, OK -> new FatalException("store-refused", refusals.message(action, status), failure);
        };
    }

    private TransientException unavailable(Status status, Throwable failure) {
        Throwable cause = status.getCause();
        if (cause == null) {
            return new TransientException(
                    "store-unavailable",
                    "Qdrant at %s (qdrant.url) is unavailable: %s%s"
                            .formatted(settings.url(), Refusals.said(status), settings.portHint()),
                    failure);
        }
        return new TransientException(
                "store-unreachable",
                "Qdrant can't be reached at %s (qdrant.url): %s%s"
                        .formatted(settings.url(), ConnectFailure.reason(cause), settings.portHint()),
                failure);
    }

    private TransientException timeout(Action action, Throwable failure) {
        return new TransientException(
                "timeout",
                "Qdrant at %s (qdrant.url) did not %s collection '%s' within %s ms (qdrant.timeout)%s"
                        .formatted(
                                settings.url(),
                                action.words(),
                                collection,
                                settings.timeout().toMillis(),
                                settings.portHint()),
                failure);
    }

    private ClassifiedException exhausted(Action action, Status status, Throwable failure) {
        Duration retryAfter = retryAfter(failure);
        String said = Refusals.said(status);
        if (retryAfter == null && said.contains("gRPC message exceeds maximum size")) {
            return refusals.tooLarge(action, status, failure);
        }
        if (retryAfter == null && said.contains("rate limit exceeded,")) {
            // The server's form for a request above the whole allowance; the one that passes says "exceeded:".
            return new FatalException(
                    "rate-limit-too-small",
                    "%s. The limit is smaller than one request: raise the collection's strict mode rate limit"
                            .formatted(refusals.message(action, status)),
                    failure);
        }
        return new TransientException("rate-limited", refusals.message(action, status), retryAfter, failure);
    }

    private TransientException failed(Action action, Status status, Throwable failure) {
        return new TransientException("store-failed", refusals.message(action, status) + settings.portHint(), failure);
    }

    private static @Nullable Duration retryAfter(Throwable failure) {
        Metadata trailers = Status.trailersFromThrowable(failure);
        String seconds = trailers == null ? null : trailers.get(RETRY_AFTER);
        if (seconds == null || !seconds.matches("\\d{1,9}")) {
            return null;
        }
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
