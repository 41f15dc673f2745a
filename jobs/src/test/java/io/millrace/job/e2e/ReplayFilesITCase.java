package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.Index.Point;
import io.millrace.job.replay.BoundedRun;
import io.millrace.job.replay.LetterChoice;
import io.millrace.job.replay.Replay;
import io.millrace.job.replay.ReplayReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that failed, sent round again after the mend, from a directory of dead letters. */
@ExtendWith(EndToEnd.class)
class ReplayFilesITCase {
    @TempDir
    Path folder;

    private Path docs = Path.of("docs");
    private Path letters = Path.of("letters");

    @BeforeEach
    void write() throws IOException {
        docs = Files.createDirectories(folder.resolve("docs"));
        letters = folder.resolve("letters");
        Files.writeString(docs.resolve("good.txt"), "A good document.");
        Files.writeString(docs.resolve("a refused.txt"), "This is unspeakable.");
        Files.writeString(docs.resolve("long.html"), "<p>" + "A long page. ".repeat(40) + "</p>");
        Files.writeString(docs.resolve("huge.txt"), "word ".repeat(160_000));
        Files.writeString(docs.resolve("edited.txt"), "The old words are unspeakable.");
        Files.writeString(docs.resolve("leaving.txt"), "This one is unspeakable, and will go.");
        Files.writeString(docs.resolve("lines.jsonl"), """
                {"name": "one", "text": "The first line."}
                {"name": "two", "text": "The second line is unspeakable."}
                {"name": "three", "text":
                """);
    }

    @Test
    void endsAsIfNothingHadFailed(Servers servers) throws Exception {
        try (Flow flow = new Flow(servers);
                Flow clean = new Flow(servers)) {
            fail(flow);
            assertThat(letters()).hasSize(7);
            // The mend: of the provider, of the settings; and meanwhile, files go on changing.
            flow.stub().refuseTexts(text -> false);
            flow.unset("parsing.max-text-length").set("files.max-size", "4 MiB");
            edit("edited.txt", "The new words are fine.");
            Files.delete(docs.resolve("leaving.txt"));

            ReplayReport report = replay(flow, flow.runs());

            assertThat(report.replayed()).isEqualTo(6);
            assertThat(report.refused()).isEqualTo(1);
            assertThat(report.lines()).contains("           1: its file is gone");
            assertThat(letters())
                    .extracting(letter -> letter.at("/reason/code").asText())
                    .containsExactlyInAnyOrder("content-policy-violation", "malformed-json");
            files(clean, "4 MiB").ingest().result();
            assertThat(content(flow)).isEqualTo(content(clean));
        }
    }

    @Test
    void losesNothingToACrashAndDoesNoHarmTwice(Flow flow) throws Exception {
        fail(flow);
        List<JsonNode> before = letters();
        flow.stub().refuseTexts(text -> false);
        flow.unset("parsing.max-text-length").set("files.max-size", "4 MiB");
        BoundedRun runs = flow.runs();

        // As if the process died after the job, and before it let the letters go.
        assertThatThrownBy(() -> replay(flow, (name, definition) -> {
                    runs.toTheEnd(name, definition);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(letters()).containsAll(before);
        List<Map<String, Object>> afterCrash = content(flow);
        ReplayReport again = replay(flow, runs);

        // The line that nobody mended had two letters by then.
        assertThat(again.replayed()).isEqualTo(8);
        assertThat(letters()).hasSize(2);
        assertThat(content(flow)).isEqualTo(afterCrash);
    }

    @Test
    void sendsFilesWhoseLettersAreOnATopic(Flow flow) throws Exception {
        flow.stub().refuseTexts(text -> text.contains("unspeakable"));
        files(flow, "4 MiB").unset("dead-letters.path");
        flow.ingest().result();
        flow.deadLetters().await(5);
        flow.stub().refuseTexts(text -> false);

        ReplayReport report = replay(flow, flow.runs());

        assertThat(report.replayed()).isEqualTo(5);
        assertThat(flow.index().of("a refused.txt")).hasSize(1);
        assertThat(flow.index().of("two")).hasSize(1);
        flow.deadLetters().await(6);
        assertThat(replay(flow, flow.runs()).replayed()).isEqualTo(1);
    }

    private void fail(Flow flow) {
        flow.stub().refuseTexts(text -> text.contains("unspeakable"));
        files(flow, "512 KiB").set("parsing.max-text-length", "200").ingest().result();
    }

    private Flow files(Flow flow, String maxSize) {
        return flow.set("documents.source", "files")
                .set("files.path", docs.toString())
                .set("files.fields.id", "name")
                .set("files.max-size", maxSize)
                .set("dead-letters.path", letters.toString());
    }

    private static ReplayReport replay(Flow flow, BoundedRun runs) throws Exception {
        return new Replay(flow.config(), LetterChoice.ALL, false, runs).run(false);
    }

    private void edit(String name, String text) throws IOException {
        Path file = docs.resolve(name);
        FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 5_000);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, later);
    }

    private List<JsonNode> letters() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (var files = Files.newDirectoryStream(letters, "*.jsonl")) {
            for (Path file : files) {
                Files.readAllLines(file).forEach(line -> found.add(Flow.json(line)));
            }
        }
        return found;
    }

    private static List<Map<String, Object>> content(Flow flow) {
        return flow.index().points().values().stream().map(Point::content).toList();
    }
}
