package io.millrace.embedded.kafka;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** Writes what Kafka needs to find in a directory before a node can start on it. */
final class Storage {
    private Storage() {}

    /** Keeps the settings beside the data, and has Kafka's own storage tool format the directory if it is new. */
    static void prepare(DataDirectory directory, Map<String, String> settings) {
        write(directory, settings);
        if (directory.isFormatted()) {
            return;
        }
        String[] format = {
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            directory.settings().toString()
        };
        var output = new ByteArrayOutputStream();
        int exitCode = StorageTool.execute(format, new PrintStream(output, true, StandardCharsets.UTF_8));
        if (exitCode != 0) {
            throw new EmbeddedKafkaException("Kafka can't format %s: %s"
                    .formatted(
                            directory.logs(),
                            output.toString(StandardCharsets.UTF_8).strip()));
        }
    }

    private static void write(DataDirectory directory, Map<String, String> settings) {
        var properties = new Properties();
        properties.putAll(settings);
        try (Writer writer = Files.newBufferedWriter(directory.settings())) {
            properties.store(writer, "Written at each start of the embedded Kafka; changes here are lost.");
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Can't write %s (%s)".formatted(directory.settings(), e), e);
        }
    }
}
