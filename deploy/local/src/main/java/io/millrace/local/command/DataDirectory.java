package io.millrace.local.command;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where what is embedded keeps its data, and says where it can be reached. */
final class DataDirectory {
    private static final String LOCK = "quickstart.lock";
    private static final String RUNNING = "running.properties";
    private static final String SERVERS = "bootstrap-servers";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".millrace",
            description =
                    "Where data and logs are kept, and where 'ask' and 'search' find a running quickstart (default:"
                            + " ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".millrace");

    Path root() {
        return directory.toAbsolutePath().normalize();
    }

    /** A directory in it, made when it is absent. */
    Path at(String name) throws IOException {
        Path path = root().resolve(name);
        Files.createDirectories(path);
        return path;
    }

    /**
     * Keeps it for one quickstart, until closed or the process ends.
     *
     * @throws FatalException when another has it
     */
    AutoCloseable take() throws IOException {
        Files.createDirectories(root());
        FileChannel lock = lockChannel();
        if (lock.tryLock() == null) {
            lock.close();
            throw new FatalException(
                    "data-in-use",
                    "--data %s is in use by another quickstart. Ask that one with 'millrace ask', stop it, or give this one another --data"
                            .formatted(root()));
        }
        return lock;
    }

    /** Writes down where a quickstart's Kafka is, for {@code millrace ask} in the same directory. */
    AutoCloseable announce(String bootstrapServers) throws IOException {
        Path file = root().resolve(RUNNING);
        Files.writeString(file, SERVERS + "=" + bootstrapServers + "\n", StandardCharsets.UTF_8);
        return () -> Files.deleteIfExists(file);
    }

    /** Where a running quickstart's Kafka is, or null when none runs or it isn't ready yet. */
    @Nullable
    String runningKafka() throws IOException {
        Path file = root().resolve(RUNNING);
        // One that was killed leaves the file, but not its lock.
        if (!Files.exists(file) || !isTaken()) {
            return null;
        }
        Properties running = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            running.load(reader);
        }
        return running.getProperty(SERVERS);
    }

    private boolean isTaken() throws IOException {
        try (FileChannel lock = lockChannel()) {
            return lock.tryLock() == null;
        }
    }

    private FileChannel lockChannel() throws IOException {
        return FileChannel.open(root().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
