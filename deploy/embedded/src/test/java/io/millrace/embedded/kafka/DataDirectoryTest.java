package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void isCreatedWhereItIsMissing() {
        try (var directory = DataDirectory.open(folder.resolve("a/b"))) {
            assertThat(directory.logs()).isDirectory();
            assertThat(directory.isFormatted()).isFalse();
        }
    }

    @Test
    void isHeldByOneUntilItIsClosed() {
        try (var first = DataDirectory.open(folder)) {
            assertThat(first.logs()).isEqualTo(folder.resolve("logs"));
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessage(
                            "Kafka's data directory %s is in use by another embedded Kafka. Stop that one, or give this one another directory.",
                            folder);
        }

        DataDirectory.open(folder).close();
    }

    @Test
    void isRefusedIfItsNameHasAComma() {
        Path comma = folder.resolve("a,b");

        assertThatThrownBy(() -> DataDirectory.open(comma))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage(
                        "Kafka takes a comma in a directory's name for the end of it: %s. Give a directory without one.",
                        comma);
    }

    @Test
    void isRefusedWhereItCantBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage(
                        "Kafka's data directory %s can't be written (java.nio.file.FileSystemException: %s/logs: Not a directory). Give one that can be created or written to.",
                        file, file);
    }
}
