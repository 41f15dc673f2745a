package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that can't be read: each a dead letter, and the others are indexed. */
@ExtendWith(EndToEnd.class)
class BadFilesITCase {
    @TempDir
    Path folder;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        Files.writeString(folder.resolve("good.txt"), "A good document.");
    }

    @Test
    void keepsWhatItKnowsOfAFileThatCannotBeRead(Flow flow) throws IOException {
        // Root may read every file, but not through a link that leads nowhere.
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("nowhere"));

        ObjectNode letter = deadLetter(flow);

        assertThat(letter).isEqualTo(Flow.json("""
                {"stage": "source", "attempts": 1, "documentId": "link.txt", "format": "file", "source": {"path": "file:%s", "offset": 0},
                 "reason": {"code": "unreadable-file",
                   "message": "File file:%s can't be read: java.io.FileNotFoundException: %s (No such file or directory)"}}""".formatted(link, link, link)));
    }

    @Test
    void keepsWhatItKnowsOfAFileThatIsTooLarge(Flow flow) throws IOException {
        Path large = Files.writeString(folder.resolve("large.txt"), "x".repeat(2000));
        flow.set("files.max-size", "1 KiB");

        ObjectNode letter = deadLetter(flow);

        assertThat(letter).isEqualTo(Flow.json("""
                {"stage": "source", "attempts": 1, "documentId": "large.txt", "format": "file",
                 "source": {"path": "file:%s", "offset": 0},
                 "reason": {"code": "too-large",
                   "message": "File file:%s has 2000 bytes; files.max-size allows 1024 bytes"}}""".formatted(large, large)));
    }

    @Test
    void keepsALineThatIsNotUtf8AndReadsTheOthers(Flow flow) throws IOException {
        byte[] line = "{\"id\": \"b\", \"text\": \"caf\u00e9\"}".getBytes(ISO_8859_1);
        Path lines = folder.resolve("lines.jsonl");
        Files.writeString(lines, "{\"id\": \"a\", \"text\": \"A first line.\"}\n");
        Files.write(lines, line, StandardOpenOption.APPEND);
        Files.writeString(lines, "\n{\"id\": \"c\", \"text\": \"A third line.\"}\n", StandardOpenOption.APPEND);

        ObjectNode letter = deadLetter(flow);

        assertThat(Base64.getDecoder().decode(letter.remove("recordBase64").asText()))
                .isEqualTo(line);
        assertThat(letter).isEqualTo(Flow.json("""
                {"stage": "read", "attempts": 1, "source": {"path": "file:%s", "offset": 1},
                 "reason": {"code": "invalid-utf-8", "message": "the record isn't UTF-8: invalid byte at 24"}}""".formatted(lines)));
        assertThat(flow.index().points().values())
                .extracting(point -> point.text("documentId"))
                .containsExactlyInAnyOrder("good.txt", "a", "c");
    }

    @Test
    void keepsAPdfThatIsDamaged(Flow flow) throws IOException {
        Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.7\nnothing more");

        ObjectNode letter = deadLetter(flow);

        assertThat(letter.path("stage").asText()).isEqualTo("parse");
        assertThat(letter.at("/reason/code").asText()).isEqualTo("damaged-document");
        assertThat(Flow.json(letter.path("record").asText()).path("content").asText())
                .isEqualTo(Base64.getEncoder().encodeToString("%PDF-1.7\nnothing more".getBytes(ISO_8859_1)));
    }

    @Test
    void finishesOverAnEmptyDirectory(Flow flow) throws IOException {
        Files.delete(folder.resolve("good.txt"));

        Map<String, Long> counts = run(flow);

        assertThat(counts).containsEntry("records", 0L).containsEntry("documents", 0L);
        assertThat(flow.index().count()).isZero();
        assertThat(flow.deadLetters().values()).isEmpty();
    }

    /** The one dead letter of a run, without its times, once the good file is indexed. */
    private ObjectNode deadLetter(Flow flow) {
        Map<String, Long> counts = run(flow);
        assertThat(flow.index().of("good.txt")).hasSize(1);
        assertThat(counts.getOrDefault("unread", 0L) + counts.getOrDefault("unparsed", 0L))
                .isEqualTo(1);
        JsonNode letter = flow.deadLetters().await(1).get(0);
        assertThat(flow.deadLetters().values()).hasSize(1);
        ObjectNode copy = letter.deepCopy();
        copy.remove("failedAt");
        ((ObjectNode) copy.path("source")).remove(List.of("timestamp", "observed"));
        return copy;
    }

    private Map<String, Long> run(Flow flow) {
        return flow.set("documents.source", "files")
                .set("files.path", folder.toString())
                .ingest()
                .result();
    }
}
