package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestITCase {
    @TempDir
    private Path directory;

    @Test
    void runsABoundedJobInBatchModeToItsEnd() throws Exception {
        Path documents = Files.createDirectory(directory.resolve("docs"));
        Files.writeString(documents.resolve("cats.txt"), "Cats sleep for sixteen hours.");
        Path config = directory.resolve("millrace.yaml");

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                EmbeddedQdrant store = EmbeddedQdrant.start(directory.resolve("qdrant"), 0, null)) {
            Files.writeString(config, """
                    documents: {source: files}
                    files: {path: '%s'}
                    job: {mode: batch, parallelism: 3}
                    kafka: {bootstrap-servers: '%s'}
                    qdrant: {url: '%s', collection: cats}
                    """.formatted(documents, kafka.bootstrapServers(), store.url()));

            String plan = run("ingest", config, "--dry-run", "--json");
            assertThat(plan).startsWith("0: ");
            JsonNode planned = Json.MAPPER.readTree(plan.substring(3));
            assertThat(planned.at("/chunks/embed").asInt()).isEqualTo(1);
            assertThat(planned.at("/tokens").asInt()).isPositive();

            try (LauncherProcess ingest = LauncherProcess.start(directory, "ingest", "--config", config.toString())) {
                assertThat(ingest.awaitExit()).as("%s", ingest.err()).isZero();
                assertThat(ingest.err()).anyMatch(line -> line.contains("1 documents, 1 chunks, "));
                assertThat(ingest.err())
                        .contains(
                                "records  1 in = 1 indexed + 0 unchanged + 0 superseded + 0 deleted + 0 dead letters");
                // As many as were planned, and the two marks that the model puts around a text.
                assertThat(ingest.err())
                        .contains("cost     nothing: 1 requests, %d tokens of onnx/all-MiniLM-L6-v2"
                                .formatted(planned.at("/tokens").asInt() + 2));
                assertThat(ingest.out()).isEmpty();
            }
            // It is true; then a file goes, and another one comes.
            assertThat(run("audit", config)).isEqualTo("0: 1 documents compared: the index is true");
            Files.delete(documents.resolve("cats.txt"));
            Files.writeString(documents.resolve("dogs.txt"), "Dogs sleep for half the day.");
            assertThat(run("audit", config)).startsWith("1: gone        cats.txt");
            try (LauncherProcess repair =
                    LauncherProcess.start(directory, "audit", "--repair", "--config", config.toString())) {
                assertThat(repair.awaitExit()).as("%s", repair.err()).isZero();
                assertThat(repair.out()).containsExactly("1 documents compared: the index is true");
                assertThat(repair.err()).anyMatch(line -> line.startsWith("cost     nothing: 1 requests, "));
            }
            assertThat(run("replay", config)).isEqualTo("0: There are no such dead letters.");
        }

        assertThat(StoredPoints.read(directory, "cats").values())
                .extracting(point -> String.valueOf(point.payload().get("documentId")))
                .singleElement()
                .asString()
                .contains("dogs.txt");
    }

    /** The exit code, and what was printed. */
    private String run(String command, Path config, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command, "--config", config.toString()));
        arguments.addAll(List.of(more));
        try (LauncherProcess process = LauncherProcess.start(directory, arguments.toArray(String[]::new))) {
            int code = process.awaitExit();
            return code + ": " + String.join("\n", process.out());
        }
    }
}
