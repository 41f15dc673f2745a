package io.millrace.benchmark.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory that is deleted with all that is in it when it is closed. */
public record ScratchDirectory(Path path) implements AutoCloseable {
    /** Makes it. */
    public static ScratchDirectory create() throws IOException {
        return new ScratchDirectory(Files.createTempDirectory("millrace-benchmark"));
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                // What a server that ends still holds stays for the system to clear.
                var unused = file.delete();
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the scratch directory can't be deleted", e);
        }
    }
}
