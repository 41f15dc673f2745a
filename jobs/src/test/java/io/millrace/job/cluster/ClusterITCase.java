package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on a cluster whose one TaskManager has the tasks of both jobs, each with the model in its own class loader. */
class ClusterITCase {
    private static final String MILL =
            "Alder mill was built beside the brook in 1782. Its miller grinds barley on Tuesdays.";
    private static final String POND =
            "Birch pond freezes in January. Its keeper breaks the ice with a long iron pole.";

    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        servers.close();
    }

    @AfterEach
    void cancelWhatStillRuns() {
        cluster.rest().activeJobs().forEach(cluster.rest()::cancel);
    }

    @Test
    void losesNothingAndAnswersNothingTwiceOverAStopAndAResumption() {
        Path configuration = servers.configuration("mills", "job: {checkpoint-interval: 500ms}");
        String ingest = JobsJar.submit(cluster, "ingest", configuration);
        String query = JobsJar.submit(cluster, "query", configuration);
        try (CollectionReader collection = servers.collection("mills");
                CommittedRecords answers = servers.committed("answers");
                CommittedRecords deadLetters = servers.committed("dead-letters")) {
            servers.send("documents", "mill", Messages.document("mill", MILL));
            collection.awaitDocuments("mill");
            servers.send("requests", "q1", Messages.question("q1", "When does the miller of Alder mill grind barley?"));
            assertCites(answers.await("q1"), "mill", MILL);

            String ingested = cluster.flink("stop", ingest).savepointPath();
            String queried = cluster.flink("stop", query).savepointPath();
            servers.send("documents", "pond", Messages.document("pond", POND));
            servers.send("requests", "q2", Messages.question("q2", "How does the keeper of Birch pond break the ice?"));
            assertThat(cluster.rest().activeJobs()).isEmpty();

            String ingestAgain = JobsJar.submit(cluster, "ingest", configuration, "-s", ingested);
            collection.awaitDocuments("mill", "pond");
            String queryAgain = JobsJar.submit(cluster, "query", configuration, "-s", queried);
            assertCites(answers.await("q2"), "pond", POND);
            servers.send("requests", "q3", Messages.question("q3", "When was Alder mill built?"));
            assertCites(answers.await("q3"), "mill", MILL);

            assertThat(cluster.rest().restoredFrom(ingestAgain)).isEqualTo(ingested);
            assertThat(cluster.rest().restoredFrom(queryAgain)).isEqualTo(queried);
            assertThat(answers.ids()).containsExactlyInAnyOrder("q1", "q2", "q3");
            assertThat(deadLetters.all()).isEmpty();
            assertThat(cluster.taskManagerLog(0)).doesNotContain(" ERROR ");
        }
    }

    @Test
    void submitsNothingWithAConfigurationThatCannotBe() {
        List<String> before = cluster.rest().jobs();

        Path configuration = servers.configuration("wrong", "embeding: {provider: onnx}");
        CommandResult result = cluster.flink(JobsJar.run("ingest", configuration, "-d"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("embeding", "embedding").doesNotContain("\tat ");
        assertThat(cluster.rest().jobs()).isEqualTo(before);
        try (CollectionReader collection = servers.collection("wrong")) {
            assertThat(collection.exists()).isFalse();
        }
    }

    @Test
    void printsTheCountsOfFilesThatItReadToTheirEnd() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("mill.md"), "# Mill\n\n" + MILL);
        Files.writeString(files.resolve("pond.html"), "<html><body><p>" + POND + "</p></body></html>");
        Path configuration = servers.configuration(
                "files", "documents: {source: files}", "files: {path: '%s'}".formatted(files.toUri()));

        CommandResult result = cluster.flink(JobsJar.run("ingest", configuration));

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("records  2 in = 2 indexed", "2 embedded");
        try (CollectionReader collection = servers.collection("files")) {
            assertThat(collection.documents()).containsExactly("mill.md", "pond.html");
        }
    }

    private static void assertCites(JsonNode answer, String documentId, String text) {
        assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("answered");
        JsonNode citation = answer.path("citations").path(0);
        assertThat(citation.path("documentId").asText()).isEqualTo(documentId);
        assertThat(text).contains(citation.path("text").asText());
        assertThat(answer.path("answer").asText()).contains("[1]");
    }
}
