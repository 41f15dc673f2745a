package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's openai-java, whose Jackson and OkHttp were moved to other packages, against a server. */
class OpenAiClusterITCase {
    private static final String KEY = "sk-for-the-stub";

    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;
    private static StubOpenAi openAi;

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        openAi = StubOpenAi.start(StubOptions.defaults().withApiKey(KEY));
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        openAi.close();
        servers.close();
    }

    @Test
    void embedsAndAnswersByAServerOnTheWay() {
        Path configuration = servers.configuration(
                "remote",
                "job: {checkpoint-interval: 500ms}",
                "embedding: {provider: openai, model: text-embedding-3-small, api-key: %s, base-url: '%s'}"
                        .formatted(KEY, openAi.baseUrl()),
                "chat: {provider: openai, model: gpt-4.1-mini, api-key: %s, base-url: '%s'}"
                        .formatted(KEY, openAi.baseUrl()));
        JobsJar.submit(cluster, "ingest", configuration);
        JobsJar.submit(cluster, "query", configuration);

        try (CollectionReader collection = servers.collection("remote");
                CommittedRecords answers = servers.committed("answers")) {
            servers.send("documents", "mill", Messages.document("mill", "Alder mill grinds barley on Tuesdays."));
            collection.awaitDocuments("mill");
            openAi.replyNext("On Tuesdays [1].");
            servers.send("requests", "q1", Messages.question("q1", "When does Alder mill grind barley?"));
            JsonNode answer = answers.await("q1");

            assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("answered");
            assertThat(answer.path("style").asText()).isEqualTo("generated");
            assertThat(answer.path("answer").asText()).isEqualTo("On Tuesdays [1].");
            assertThat(answer.path("citations").path(0).path("documentId").asText())
                    .isEqualTo("mill");
            assertThat(answer.path("usage").path("chat").path("outputTokens").asInt())
                    .isPositive();
        }
        assertThat(openAi.calls()).extracting(StubCall::path).contains("/v1/embeddings", "/v1/chat/completions");
        assertThat(cluster.taskManagerLog(0)).doesNotContain(" ERROR ").doesNotContain(KEY);
    }
}
