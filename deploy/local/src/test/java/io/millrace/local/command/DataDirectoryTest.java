package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void knowsNoKafkaWhereNothingRan() throws IOException {
        assertThat(data().runningKafka()).isNull();
    }

    @Test
    void takesWhatAKilledQuickstartLeftForNothing() throws Exception {
        try (AutoCloseable lock = data().take()) {
            assertThat(lock).isNotNull();
            AutoCloseable unused = data().announce("127.0.0.1:1");
        }

        assertThat(data().runningKafka()).isNull();
    }

    private DataDirectory data() {
        return CommandLine.populateCommand(new DataDirectory(), "--data", directory.toString());
    }
}
