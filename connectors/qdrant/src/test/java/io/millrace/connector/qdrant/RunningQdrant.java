package io.millrace.connector.qdrant;

import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The server that integration tests use: a real one where {@code -Dqdrant.url} names it, else the embedded one. */
final class RunningQdrant {
    private static final String URL = System.getProperty("qdrant.url", "");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private RunningQdrant() {}

    static QdrantSettings settings() {
        return new QdrantSettings(URI.create(URL.isEmpty() ? Embedded.URL : URL), null, TIMEOUT);
    }

    /** One for all test classes of this JVM; it ends with it. */
    private static final class Embedded {
        static final String URL = start();

        private static String start() {
            try {
                Path data = Files.createTempDirectory("millrace-qdrant");
                EmbeddedQdrant server = EmbeddedQdrant.start(data, 0, null);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server.url();
            } catch (IOException e) {
                throw new IllegalStateException("no directory for the embedded store", e);
            }
        }
    }
}
