package io.millrace.connector.qdrant;

import io.millrace.failure.FatalException;
import io.millrace.model.Secret;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How Qdrant is reached. What can't be is refused with a {@link FatalException} that names the setting.
 *
 * @param url {@code http://HOST:PORT}, or {@code https://HOST:PORT} for TLS, with the gRPC port
 * @param apiKey the key, or null where none is needed
 * @param timeout of one call, from sending to the whole answer
 * @param vector the name that a chunk's vector has in the collection; empty for the unnamed one
 */
public record QdrantSettings(URI url, @Nullable Secret apiKey, Duration timeout, String vector)
        implements Serializable {
    /** The usual port of Qdrant's REST interface; a common mistake here. */
    private static final int REST_PORT = 6333;

    public QdrantSettings {
        checkUrl(url);
        if (apiKey != null && !apiKey.value().chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new FatalException(
                    "bad-configuration",
                    "qdrant.api-key must be printable ASCII without white space; is a line break at its end?");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new FatalException("bad-configuration", "qdrant.timeout must be positive, got " + timeout);
        }
    }

    /** Settings for a collection with the vector that Millrace gives its own. */
    public QdrantSettings(URI url, @Nullable Secret apiKey, Duration timeout) {
        this(url, apiKey, timeout, VectorName.DENSE.name());
    }

    boolean tls() {
        return url.getScheme().equalsIgnoreCase("https");
    }

    /** What to add to a message about a server that doesn't answer as it should; mostly nothing. */
    String portHint() {
        return url.getPort() == REST_PORT
                ? "; 6333 is usually Qdrant's REST port, and gRPC's, which is needed here, is 6334"
                : "";
    }

    private static void checkUrl(URI url) {
        if (url.getRawUserInfo() != null) {
            // The message doesn't repeat the URL: it may hold a password.
            throw new FatalException(
                    "bad-configuration", "qdrant.url must hold no user or password; a key belongs in qdrant.api-key");
        }
        String scheme = url.getScheme();
        boolean known = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        String path = url.getRawPath();
        boolean bare = (path == null || path.isEmpty() || path.equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        if (!known || url.getHost() == null || url.getPort() < 1 || url.getPort() > 65_535 || !bare) {
            throw new FatalException(
                    "bad-configuration",
                    "qdrant.url must be http://HOST:PORT, or https://HOST:PORT for TLS, with Qdrant's gRPC port"
                            + " (usually 6334), got '" + url + "'");
        }
    }
}
