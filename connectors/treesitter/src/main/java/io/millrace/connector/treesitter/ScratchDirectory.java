package io.millrace.connector.treesitter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary directory. Closing it deletes it: where a loaded library can be deleted (Linux, macOS) nothing is left
 * behind even by a process that is killed. Elsewhere it is deleted at exit, as far as the system lets it.
 */
final class ScratchDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchDirectory.class);

    private final Path path;

    ScratchDirectory() throws IOException {
        path = Files.createTempDirectory("millrace-treesitter");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> found = Files.walk(path)) {
            // Content before what holds it.
            List<Path> inner = found.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inner) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("{} is deleted at exit", path, e);
            deleteAtExit();
        }
    }

    private void deleteAtExit() {
        try (Stream<Path> found = Files.walk(path)) {
            // The last registered is deleted first.
            found.sorted().forEach(file -> file.toFile().deleteOnExit());
        } catch (IOException e) {
            LOG.warn("{} can't be deleted", path, e);
        }
    }
}
