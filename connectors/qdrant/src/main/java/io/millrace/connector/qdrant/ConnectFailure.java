package io.millrace.connector.qdrant;

import io.grpc.Status;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** Why no connection came about, in words for the person who wrote the address. */
final class ConnectFailure {
    private ConnectFailure() {}

    /** Whether the other end of the connection didn't answer in HTTP/2. */
    static boolean isOtherProtocol(Status status) {
        return status.getCause() != null && "http2 exception".equals(status.getDescription());
    }

    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        if (cause instanceof ConnectException && message.contains("refused")) {
            return "connection refused";
        }
        // These two messages go on with the bytes that were received.
        if (message.startsWith("not an SSL/TLS record")) {
            return "what listens there doesn't speak TLS, which https asks for";
        }
        if (message.startsWith("First received frame was not SETTINGS")) {
            return "what listens there doesn't speak gRPC";
        }
        return Refusals.firstLine(message);
    }
}
