package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RequestOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void asksWithNothingButTheQuestionByDefault() {
        ObjectNode request = options("Why?").request("ask");

        assertThat(request.remove("id").asText()).isNotBlank();
        assertThat(request).hasToString("{\"type\":\"ask\",\"question\":\"Why?\"}");
    }

    @Test
    void carriesEveryOptionIntoTheRequest() {
        ObjectNode request = options(
                        "Why?",
                        "--top-k",
                        "3",
                        "--min-score",
                        "0.25",
                        "--tenant",
                        "acme",
                        "--filter",
                        "{\"metadata.lang\": \"en\"}")
                .request("search");

        request.remove("id");
        assertThat(request)
                .hasToString(
                        "{\"type\":\"search\",\"question\":\"Why?\",\"topK\":3,\"minScore\":0.25,\"tenant\":\"acme\","
                                + "\"filter\":{\"metadata.lang\":\"en\"}}");
    }

    @Test
    void leavesItToTheQueryJobToRefuseValues() {
        assertThat(options("Why?", "--top-k=-1").request("ask").get("topK").asInt())
                .isEqualTo(-1);
    }

    @Test
    void refusesAFilterThatIsNotJson() {
        assertThatThrownBy(() -> options("Why?", "--filter", "lang=en").request("ask"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--filter must be JSON, got 'lang=en': ");
    }

    @Test
    void refusesToWaitForNoTime() {
        assertThatThrownBy(() -> options("Why?", "--timeout", "0").send("ask"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--timeout must be at least 1 s, got 0");
    }

    @Test
    void saysWhereItLookedWhenThereIsNobodyToAsk() throws IOException {
        Path config = directory.resolve("millrace.yaml");
        String nobody = "127.0.0.1:" + closedPort();
        Files.writeString(config, "qdrant: {collection: c}\nkafka: {bootstrap-servers: '%s'}\n".formatted(nobody));

        assertThatThrownBy(() -> options("Why?", "--config", config.toString()).send("ask"))
                .isInstanceOf(FatalException.class)
                .hasMessage("No Kafka answers at %s. Look at kafka in %s", nobody, config);
    }

    private RequestOptions options(String... arguments) {
        RequestOptions options = CommandLine.populateCommand(new RequestOptions(), arguments);
        return options;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
