package io.millrace.benchmark.server;

import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The embedded store in a JVM of its own: the argument is its directory, and it prints its address. */
final class StoreMain {
    private StoreMain() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedQdrant store = EmbeddedQdrant.start(Path.of(arguments[0]), 0, null)) {
            System.out.println(store.url());
            // Until the JVM that started this one ends, however it ends.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
