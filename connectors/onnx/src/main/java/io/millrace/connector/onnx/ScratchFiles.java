package io.millrace.connector.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of its own for files that native code is given to load. Closing it deletes the files: where a loaded file
 * can be deleted (Linux, macOS) nothing is left behind even by a process that is killed. Elsewhere they are deleted at
 * exit, as far as the system lets them.
 */
final class ScratchFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFiles.class);

    private final Path directory;

    ScratchFiles() throws IOException {
        directory = Files.createTempDirectory("millrace-onnx");
    }

    Path directory() {
        return directory;
    }

    /** Writes a file. The stream stays open. */
    Path write(String name, InputStream content) throws IOException {
        Path file = directory.resolve(name);
        Files.copy(content, file);
        return file;
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(directory, new Deletion());
        } catch (IOException e) {
            LOG.debug("{} is deleted at exit", directory, e);
            deleteAtExit();
        }
    }

    private void deleteAtExit() {
        // Registered before its content, since the last registered is deleted first.
        directory.toFile().deleteOnExit();
        try (var files = Files.list(directory)) {
            files.forEach(file -> file.toFile().deleteOnExit());
        } catch (IOException e) {
            LOG.warn("{} can't be deleted", directory, e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
        }
    }
}
