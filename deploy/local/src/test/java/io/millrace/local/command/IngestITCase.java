package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import java.nio.file.Files;
import java.nio.file.Path;
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

            try (LauncherProcess ingest = LauncherProcess.start(directory, "ingest", "--config", config.toString())) {
                assertThat(ingest.awaitExit()).as("%s", ingest.err()).isZero();
                assertThat(ingest.err()).last().asString().contains("1 documents, 1 chunks, ");
                assertThat(ingest.out()).isEmpty();
            }
        }

        assertThat(StoredPoints.read(directory, "cats")).hasSize(1);
    }
}
