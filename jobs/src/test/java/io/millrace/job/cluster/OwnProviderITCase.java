package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that is in none of Millrace's jars is brought by one of its user's, and named as any other. */
class OwnProviderITCase {
    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        servers.close();
    }

    @Test
    void answersByAModelThatAJarOfItsUsersBrings() throws IOException {
        Path jar = JobJar.ofProvider(folder, "Parrot", "io.millrace.answer.ChatProvider", """
                import io.millrace.answer.ChatModel;
                import io.millrace.answer.ChatProvider;
                import io.millrace.model.ModelSettings;
                import io.millrace.usage.Usage;
                import java.util.concurrent.CompletableFuture;

                public class Parrot implements ChatProvider, ChatModel {
                    public String name() {
                        return "parrot";
                    }

                    public ChatModel open(ModelSettings settings) {
                        return this;
                    }

                    public CompletableFuture<Reply> reply(Prompt prompt) {
                        return CompletableFuture.completedFuture(
                                new Reply("So it is written [1].", StopReason.END, new Usage(1, 7, 5)));
                    }

                    public void close() {}
                }
                """);
        Path configuration =
                servers.configuration("own", "job: {checkpoint-interval: 500ms}", "chat: {provider: parrot}");
        JobsJar.submit(cluster, "ingest", configuration);
        CommandResult unknown = cluster.flink(JobsJar.run("query", configuration, "-d"));
        JobsJar.submit(cluster, "query", configuration, "-C", jar.toUri().toString());

        try (CollectionReader collection = servers.collection("own");
                CommittedRecords answers = servers.committed("answers")) {
            servers.send("documents", "mill", Messages.document("mill", "Alder mill grinds barley on Tuesdays."));
            collection.awaitDocuments("mill");
            servers.send("requests", "q1", Messages.question("q1", "When does Alder mill grind barley?"));
            JsonNode answer = answers.await("q1");

            assertThat(answer.path("answer").asText()).as(answer.toString()).isEqualTo("So it is written [1].");
            assertThat(answer.path("models").path("chat").asText()).isEqualTo("parrot");
        }
        assertThat(unknown.output())
                .contains("Unknown chat provider 'parrot' (chat.provider). Known: none, ")
                .contains("openai");
    }
}
