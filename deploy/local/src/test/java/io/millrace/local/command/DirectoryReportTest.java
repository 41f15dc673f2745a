package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.files.FileSummary;
import io.millrace.job.config.MillraceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryReportTest {
    @TempDir
    private Path directory;

    @Test
    void saysWhatWillBeIndexed() {
        Path docs = Path.of("/docs");

        assertThat(DirectoryReport.found(docs, new FileSummary(12, 900, 0)))
                .isEqualTo("Indexing /docs: 12 files, 900 bytes");
        assertThat(DirectoryReport.found(docs, new FileSummary(1200, 3L << 20, 4)))
                .isEqualTo("Indexing /docs: 1,200 files, 3.0 MiB (4 left out for their kind)");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(DirectoryReport.found(Path.of("/docs"), new FileSummary(0, 0, 0)))
                .isEqualTo("There are no documents in /docs");
    }

    @Test
    void saysNothingOfDeadLettersWhereThereAreNone() throws IOException {
        assertThat(DirectoryReport.deadLetters(
                        0, inDirectory(directory.resolve("absent").toString())))
                .isEmpty();
    }

    @Test
    void showsWhyFilesCouldNotBeIndexedAndWhereTheRestIs() throws IOException {
        Files.writeString(
                directory.resolve("dead-letters-1.jsonl"),
                IntStream.rangeClosed(1, 7)
                        .mapToObj("{\"reason\": {\"code\": \"c\", \"message\": \"File %d is broken\"}}\n"::formatted)
                        .collect(Collectors.joining()));

        assertThat(DirectoryReport.deadLetters(7, inDirectory(directory.toUri().toString())))
                .containsExactly(
                        "7 could not be indexed; each is in %s with its reason:".formatted(directory),
                        "  File 1 is broken",
                        "  File 2 is broken",
                        "  File 3 is broken",
                        "  File 4 is broken",
                        "  File 5 is broken",
                        "  …");
    }

    @Test
    void namesTheDocumentWhereTheReasonDoesNot() throws IOException {
        Files.writeString(directory.resolve("dead-letters-1.jsonl"), """
                {"reason": {"code": "c", "message": "It is damaged"}, "documentId": "a.pdf"}
                {"reason": {"code": "c", "message": "File b.pdf is damaged"}, "documentId": "b.pdf"}
                """);

        assertThat(DirectoryReport.deadLetters(2, inDirectory(directory.toString())))
                .contains("  a.pdf: It is damaged", "  File b.pdf is damaged");
    }

    @Test
    void namesTheTopicWhereTheyAreOnOne() throws IOException {
        MillraceConfig onTopic = MillraceConfig.parse(
                "",
                List.of("qdrant.collection=c", "kafka.bootstrap-servers=b:1", "kafka.dead-letters-topic=dead"),
                Map.of());

        assertThat(DirectoryReport.deadLetters(1, onTopic))
                .containsExactly("1 could not be indexed; each is on topic 'dead' with its reason");
    }

    @Test
    void looksIntoNoObjectStore() throws IOException {
        assertThat(DirectoryReport.deadLetters(3, inDirectory("s3://bucket/dead")))
                .containsExactly("3 could not be indexed; each is in s3://bucket/dead with its reason");
    }

    private static MillraceConfig inDirectory(String deadLetters) {
        return MillraceConfig.parse("", List.of("qdrant.collection=c", "dead-letters.path=" + deadLetters), Map.of());
    }
}
