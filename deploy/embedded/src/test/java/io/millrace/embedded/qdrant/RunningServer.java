package io.millrace.embedded.qdrant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server with a client connected to it; closing it stops the store, if it is the embedded one. */
final class RunningServer implements AutoCloseable {

    private final String url;
    private final Connection connection;
    private final @Nullable EmbeddedQdrant store;
    private final @Nullable Path data;

    private RunningServer(String url, @Nullable EmbeddedQdrant store, @Nullable Path data) {
        this.url = url;
        this.connection = Connection.to(url, apiKey());
        this.store = store;
        this.data = data;
    }

    static RunningServer start() {
        String external = externalUrl();
        if (external != null) {
            return new RunningServer(external, null, null);
        }
        try {
            Path data = Files.createTempDirectory("embedded-qdrant");
            EmbeddedQdrant store = EmbeddedQdrant.start(data, 0, null);
            return new RunningServer(store.url(), store, data);
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the store's data", e);
        }
    }

    /** The real server's address, or null if the suite runs on the embedded store. */
    static @Nullable String externalUrl() {
        return System.getProperty("qdrant.url");
    }

    /** The real server's key, or null if it has none. */
    static @Nullable String apiKey() {
        return externalUrl() == null ? null : System.getProperty("qdrant.api-key");
    }

    String url() {
        return url;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        connection.close();
        if (store != null) {
            store.close();
        }
        if (data != null) {
            deleteTree(data);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
