package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaRestartITCase {
    @TempDir
    private Path data;

    @Test
    void keepsTopicsRecordsAndOffsetsAcrossARestartOnAnotherPort() {
        int port;
        try (var first = EmbeddedKafka.start(data, 0)) {
            port = first.port();
            first.createTopics(1, "kept");
            Records.produce(first.bootstrapServers(), "kept", "a", "b");
            assertThat(Records.consume(first.bootstrapServers(), "kept", "reader", 1))
                    .contains("a");
            Records.produce(first.bootstrapServers(), "kept", "c");
        }

        int another = Ports.free(0).clients();
        try (var second = EmbeddedKafka.start(data, another)) {
            assertThat(second.port()).isEqualTo(another).isNotEqualTo(port);
            assertThat(Records.committed(second.bootstrapServers(), "kept")).containsExactly("a", "b", "c");
            assertThat(Records.consume(second.bootstrapServers(), "kept", "reader", 1))
                    .containsExactly("c");
        }
    }

    @Test
    void startsAgainOnThePortThatItHad() {
        int port = startAndClose(0);

        assertThat(startAndClose(port)).isEqualTo(port);
    }

    @Test
    void keepsWhatWasAcknowledgedBeforeAKill() throws Exception {
        Process process = EmbeddedKafkaProcess.start(data);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String bootstrapServers = EmbeddedKafkaProcess.bootstrapServers(output);
            Records.produce(bootstrapServers, "kept", "a", "b");
            assertThat(Records.consume(bootstrapServers, "kept", "reader", 2)).containsExactly("a", "b");
            Records.produce(bootstrapServers, "kept", "c");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        try (var kafka = EmbeddedKafka.start(data, 0)) {
            kafka.createTopics(1, "kept");
            assertThat(Records.committed(kafka.bootstrapServers(), "kept")).containsExactly("a", "b", "c");
            assertThat(Records.consume(kafka.bootstrapServers(), "kept", "reader", 1))
                    .containsExactly("c");
        }
    }

    @Test
    void refusesADirectoryInUseByAnotherProcess() throws Exception {
        Process process = EmbeddedKafkaProcess.start(data);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(EmbeddedKafkaProcess.bootstrapServers(output)).isNotEmpty();

            assertThatThrownBy(() -> EmbeddedKafka.start(data, 0))
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessage(
                            "Kafka's data directory %s is in use by another embedded Kafka. Stop that one, or give this one another directory.",
                            data);
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void endsWithAReasonAndSparesTheJvmWhenKafkaGivesUp() throws IOException {
        var kafka = EmbeddedKafka.start(data, 0);
        Files.move(data.resolve("logs"), data.resolve("lost"));
        Files.createFile(data.resolve("logs"));

        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var unused = admin.createTopics(List.of(new NewTopic("homeless", 1, (short) 1)));

            assertThatThrownBy(() -> kafka.termination().get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(EmbeddedKafkaException.class)
                    .hasMessage("Kafka gave up with exit status 1; its log says why");
        }
    }

    @Test
    void terminatesWithoutAReasonWhenClosed() {
        var kafka = EmbeddedKafka.start(data, 0);

        kafka.close();
        kafka.close();

        assertThat(kafka.termination()).isCompleted();
    }

    private int startAndClose(int port) {
        try (var kafka = EmbeddedKafka.start(data, port)) {
            kafka.createTopics(1, "topic");
            return kafka.port();
        }
    }
}
