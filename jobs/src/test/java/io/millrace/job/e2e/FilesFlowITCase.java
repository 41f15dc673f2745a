package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.job.e2e.Index.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EndToEnd.class)
class FilesFlowITCase {
    @TempDir
    Path folder;

    @Test
    void readsTextMarkdownHtmlPdfAndJsonLines(Flow flow) throws IOException {
        Map<String, Long> counts = run(flow, "batch", "2");

        assertThat(counts)
                .containsEntry("records", 6L)
                .containsEntry("documents", 6L)
                .containsEntry("unread", 0L);
        assertThat(flow.index().points().values().stream()
                        .collect(Collectors.toMap(
                                point -> point.text("documentId"), point -> point.text("contentType"))))
                .isEqualTo(Map.of(
                        "notes.txt", "text/plain",
                        "deep/guide.md", "text/markdown",
                        "deep/er/page.html", "text/html",
                        "paper.pdf", "application/pdf",
                        "1", "text/plain",
                        "2", "text/plain"));
        Point page = flow.index().of("deep/er/page.html").get(0);
        assertThat(page.text("title")).isEqualTo("Stones");
        assertThat(page.text("text")).contains("Dress the stones each month.").doesNotContain("<p>");
        assertThat(page.text("uri")).isEqualTo("file:" + folder.resolve("docs/deep/er/page.html"));
        Point line = flow.index().of("1").get(0);
        assertThat(line.text("title")).isEqualTo("Floods");
        assertThat(line.payload().path("metadata")).isEqualTo(Flow.json("{\"url\": \"x\"}"));
        assertThat(flow.index().of("paper.pdf").get(0).payload().path("page").asInt())
                .isEqualTo(1);
    }

    @Test
    void holdsTheSameInBatchAndStreamingModeAndWhateverTheParallelism(Servers servers) throws IOException {
        try (Flow alone = new Flow(servers);
                Flow batch = new Flow(servers);
                Flow streaming = new Flow(servers)) {
            run(alone, "batch", "1");
            run(batch, "batch", "2");
            run(streaming, "streaming", "2");

            Map<String, Point> points = alone.index().points();
            assertThat(points).hasSize(6);
            assertThat(batch.index().points()).isEqualTo(points);
            assertThat(streaming.index().points()).isEqualTo(points);
        }
    }

    @Test
    void changesNothingWhenItRunsAgain(Flow flow) throws IOException {
        run(flow, "batch", "2");
        Map<String, Point> points = flow.index().points();

        run(flow, "batch", "2");

        assertThat(flow.index().points()).isEqualTo(points);
    }

    @Test
    void findsAFileThatIsMovedIntoAWatchedDirectory(Flow flow) throws IOException {
        flow.set("files.watch", "200ms");
        RunningJob job = start(flow, "auto", "2");
        flow.index().await(points -> points.size() == 6);
        Path written = Files.writeString(folder.resolve("new.txt"), "A new sluice was built.");

        Files.move(written, folder.resolve("docs/new.txt"));

        flow.index().await(points -> points.size() == 7);
        assertThat(flow.index().of("new.txt"))
                .extracting(point -> point.text("text"))
                .containsExactly("A new sluice was built.");
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void writesDeadLettersToADirectoryBesideWhereThereIsNoKafka(Flow flow) throws IOException {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(docs.resolve("corpus.jsonl"), "{\"_id\": \"1\", \"text\": \"Good.\"}\n{\"_id\": \n");
        flow.unset("kafka.bootstrap-servers");

        start(flow, "batch", "2").result();

        assertThat(flow.index().count()).isEqualTo(1);
        Path written = folder.resolve("docs-dead-letters");
        try (var files = Files.list(written)) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file.getFileName().toString()).matches("dead-letters-.*\\.jsonl");
            ObjectNode letter = Flow.json(Files.readString(file)).deepCopy();
            assertThat(letter.path("failedAt").asText()).isNotEmpty();
            letter.remove("failedAt");
            // When the file was listed.
            assertThat(((ObjectNode) letter.path("source")).remove("observed").isIntegralNumber())
                    .isTrue();
            assertThat(letter).isEqualTo(Flow.json("""
                    {"stage": "read", "reason": {"code": "malformed-json",
                      "message": "the record isn't JSON: syntax error at line 1, column 9"}, "attempts": 1,
                     "source": {"path": "file:%s", "offset": 1, "timestamp": %d},
                     "record": "{\\"_id\\": "}""".formatted(
                    docs.resolve("corpus.jsonl"),
                    Files.getLastModifiedTime(docs.resolve("corpus.jsonl")).toMillis())));
        }
    }

    private Map<String, Long> run(Flow flow, String mode, String parallelism) throws IOException {
        return start(flow, mode, parallelism).result();
    }

    private RunningJob start(Flow flow, String mode, String parallelism) throws IOException {
        if (!Files.exists(folder.resolve("docs"))) {
            FileSamples.write(Files.createDirectories(folder.resolve("docs")));
        }
        flow.set("documents.source", "files")
                .set("files.path", folder.resolve("docs").toString())
                .set("files.fields.id", "_id")
                .set("job.mode", mode)
                .set("job.parallelism", parallelism);
        return flow.ingest();
    }
}
