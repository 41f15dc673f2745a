package io.millrace.local.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where what is embedded keeps its data, and says where it can be reached. */
final class DataDirectory {
    private static final String RUNNING = "running.properties";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".millrace",
            description =
                    "Where the embedded Kafka and Qdrant-protocol store keep their data (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of(".millrace");

    Path at(String name) throws IOException {
        Path path = directory.resolve(name).toAbsolutePath();
        Files.createDirectories(path);
        return path;
    }

    /** Writes down where a quickstart's Kafka is, for {@code millrace ask} in the same directory. */
    AutoCloseable announce(String bootstrapServers) throws IOException {
        Path file = directory.resolve(RUNNING);
        Files.writeString(file, "bootstrap-servers=" + bootstrapServers + "\n", StandardCharsets.UTF_8);
        return () -> Files.deleteIfExists(file);
    }

    /** Where a running quickstart's Kafka is, or null when none is known. */
    @Nullable
    String runningKafka() throws IOException {
        Path file = directory.resolve(RUNNING);
        if (!Files.exists(file)) {
            return null;
        }
        Properties running = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            running.load(reader);
        }
        return running.getProperty("bootstrap-servers");
    }
}
