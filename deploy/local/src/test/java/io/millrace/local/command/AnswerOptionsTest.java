package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.Answer;
import io.millrace.failure.FatalException;
import io.millrace.local.client.QueryClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnswerOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void tellsEveryStatusApartByItsExitCode() {
        assertThat(Arrays.stream(Answer.Status.values()).map(status -> AnswerOptions.exitCode(status.wireName())))
                .containsExactly(0, 3, 4, 1);
    }

    @Test
    void refusesToWaitForNoTime() {
        assertThatThrownBy(() -> options("--timeout", "0").of(QueryClient.request("ask", "Why?")))
                .isInstanceOf(UsageException.class)
                .hasMessage("--timeout must be at least 1 s, got 0");
    }

    @Test
    void saysWhereItLookedWhenThereIsNobodyToAsk() throws IOException {
        String nobody = "127.0.0.1:" + closedPort();
        Path config = config(nobody);

        assertThatThrownBy(() -> options("--config", config.toString()).of(QueryClient.request("ask", "Why?")))
                .isInstanceOf(FatalException.class)
                .hasMessage("No Kafka answers at %s. Look at kafka in %s", nobody, config);
    }

    @Test
    void cannotStreamWithoutATopicForPieces() throws IOException {
        Path config = config("127.0.0.1:1");

        assertThatThrownBy(() -> options("--config", config.toString()).streamed(QueryClient.request("ask", "Why?")))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--stream needs a topic for pieces of answers: set kafka.answer-deltas-topic in %s", config);
    }

    private Path config(String servers) throws IOException {
        return Files.writeString(
                directory.resolve("millrace.yaml"),
                "qdrant: {collection: c}\nkafka: {bootstrap-servers: '%s'}\n".formatted(servers));
    }

    private static AnswerOptions options(String... arguments) {
        return CommandLine.populateCommand(new AnswerOptions(), arguments);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
