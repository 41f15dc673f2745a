package io.millrace.embedded.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A broker's directory, held by one broker at a time: {@code broker.lock}, {@code broker.properties} and, in
 * {@code logs}, what Kafka keeps.
 *
 * <p>Kafka has a lock of its own, but opens its metadata log before it takes it; two brokers could harm that log.
 */
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Creates the directory where it is missing, and takes its lock, which ends with the process at the latest. */
    static DataDirectory open(Path data) {
        Path root = data.toAbsolutePath().normalize();
        if (root.toString().contains(",")) {
            throw new EmbeddedKafkaException(
                    "Kafka takes a comma in a directory's name for the end of it: %s. Give a directory without one."
                            .formatted(root));
        }
        try {
            Files.createDirectories(root.resolve("logs"));
            Path file = root.resolve("broker.lock");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedKafkaException(
                        "Kafka's data directory %s is in use by another embedded Kafka. Stop that one, or give this one another directory."
                                .formatted(root));
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "Kafka's data directory %s can't be written (%s). Give one that can be created or written to."
                            .formatted(root, e),
                    e);
        }
    }

    /** Where Kafka keeps topics and metadata. */
    Path logs() {
        return root.resolve("logs");
    }

    /** The broker's settings as a properties file, for Kafka's storage tool and for a reader's eyes. */
    Path settings() {
        return root.resolve("broker.properties");
    }

    /** Whether Kafka's storage tool has been here; it writes this file last, and atomically. */
    boolean isFormatted() {
        return Files.exists(logs().resolve("meta.properties"));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't let go of " + root.resolve("broker.lock"), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisJvm) {
            return null;
        }
    }
}
