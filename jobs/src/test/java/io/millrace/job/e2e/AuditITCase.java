package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.openai.stub.StubCall;
import io.millrace.failure.FatalException;
import io.millrace.job.audit.Audit;
import io.millrace.job.audit.AuditReport;
import io.millrace.job.e2e.Index.Point;
import io.qdrant.client.ValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A collection that was tampered with, compared with its source, mended, and compared again. */
@ExtendWith(EndToEnd.class)
class AuditITCase {
    private static final long START = 1_700_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void findsAndMendsWhatDiffersFromADirectory(Flow flow) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        for (String name : List.of("true", "missing", "stale", "twice", "moved", "payload", "broken", "other")) {
            Files.writeString(docs.resolve(name + ".md"), text(name));
        }
        Files.writeString(docs.resolve("gone.md"), text("gone"));
        Files.writeString(docs.resolve("spoilt.html"), "<p>" + text("spoilt") + "</p>");
        flow.set("documents.source", "files")
                .set("files.path", docs.toString())
                .set("chunking.max-tokens", "30")
                .set("chunking.min-tokens", "5")
                .set("dead-letters.path", folder.resolve("letters").toString());
        flow.ingest().result();
        int calls = flow.stub().calls().size();

        AuditReport before = audit(flow).compare();

        assertThat(before.lines()).containsExactly("10 documents compared: the index is true");
        Map<String, Point> points = flow.index().points();
        tamper(flow);
        Files.delete(docs.resolve("gone.md"));
        Files.writeString(docs.resolve("spoilt.html"), "<p></p>");

        AuditReport found = audit(flow).compare();

        assertThat(found.isTrue()).isFalse();
        assertThat(found.documents()).isEqualTo(9);
        assertThat(found.lines().stream().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "different broken.md, %d chunks: payload".formatted(size(points, "broken.md")),
                        "gone gone.md",
                        "missing missing.md, 1 chunks",
                        "different moved.md, %d chunks: ordinal".formatted(size(points, "moved.md")),
                        "missing other.md, %d chunks".formatted(size(points, "other.md")),
                        "different payload.md, %d chunks: metadata".formatted(size(points, "payload.md")),
                        "gone somebody else's",
                        "unreadable spoilt.html: empty-text: the document holds no text: it is empty or white space",
                        "stale stale.md, 2 chunks",
                        "duplicate twice.md, 1 chunks",
                        "9 documents compared: the index differs",
                        " missing 2 documents, %d chunks".formatted(1 + size(points, "other.md")),
                        " stale 1 documents, 2 chunks",
                        " duplicate 1 documents, 1 chunks",
                        " different 3 documents, %d chunks"
                                .formatted(size(points, "broken.md")
                                        + size(points, "moved.md")
                                        + size(points, "payload.md")),
                        " gone 2 documents",
                        " unreadable 1 documents");
        // No model was asked.
        assertThat(flow.stub().calls()).hasSize(calls);

        AuditReport mended = audit(flow).repair();

        assertThat(mended.isTrue()).isFalse();
        AuditReport after = audit(flow).compare();
        assertThat(after.isTrue()).isTrue();
        assertThat(after.findings()).hasSize(1);
        points.values().removeIf(point -> point.text("documentId").equals("gone.md"));
        assertThat(flow.index().points()).isEqualTo(points);
        // The chunks that were missing, and no others.
        assertThat(embedded(flow, calls)).isEqualTo(1 + size(points, "other.md"));
    }

    @Test
    void comparesWithTheNewestStatesOfATopic(Flow flow) throws Exception {
        flow.set("chunking.max-tokens", "30").set("chunking.min-tokens", "5").prepare();
        Topic documents = flow.documents();
        documents.sendAt(START, "edited", json("The first words."));
        documents.sendAt(START + 5, "edited", json("The last words."));
        documents.sendAt(START + 1, "edited", json("Words that came late."));
        documents.sendAt(START, "deleted", json("It was here."));
        documents.sendAt(START + 1, "deleted", null);
        documents.sendAt(START, "owned", "acme", json("Acme's words."));
        documents.sendAt(START, "owned", "umbrella", json("Umbrella's words."));
        documents.sendTombstone("owned", "umbrella");
        documents.sendAt(START, "lost", json("Words that will be lost."));
        documents.sendAt(START, "bad", "{");
        flow.set("documents.bounded", "true").ingest().result();

        assertThat(audit(flow).compare().lines())
                .containsExactly(
                        "unreadable  bad: malformed-json: the record isn't JSON: syntax error at line 1, column 2",
                        "3 documents compared: the index is true",
                        "  unreadable  1 documents");
        Map<String, Point> points = flow.index().points();
        assertThat(points).hasSize(3);

        try (Tampering tampering = new Tampering(flow.servers().qdrantPort(), flow.name())) {
            tampering.delete(id(points, "lost"));
            tampering.copy(id(points, "owned"), Map.of("documentId", Tampering.text("deleted")));
            tampering.set("edited", "title", Tampering.text("Nobody's title"));
        }
        AuditReport found = audit(flow).repair();

        assertThat(found.findings().stream().map(finding -> finding.kind().wireName() + " " + finding.documentId()))
                .containsExactly("unreadable bad", "gone deleted", "different edited", "missing lost");
        assertThat(audit(flow).compare().isTrue()).isTrue();
        assertThat(flow.index().points()).isEqualTo(points);
    }

    @Test
    void deletesNothingForATopicThatHasLostItsFirstRecords(Flow flow) throws Exception {
        flow.prepare();
        flow.documents().sendAt(START, "old", json("Old words."));
        flow.set("documents.bounded", "true").ingest().result();
        flow.documents().forget();
        flow.documents().sendAt(START + 1, "new", json("New words."));
        flow.ingest().result();

        AuditReport report = audit(flow).repair();

        assertThat(report.lines())
                .containsExactly(
                        "1 documents compared: the index is true",
                        "It can't be told which documents the source no longer has: records of it are missing or can't be"
                                + " read.");
        assertThat(flow.index().of("old")).hasSize(1);
    }

    @Test
    void makesNoTopicToCompareWith(Flow flow) {
        flow.prepare();
        flow.set("kafka.documents-topic", "misspelt");

        assertThatThrownBy(() -> audit(flow).repair())
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "Kafka at %s has no topic 'misspelt' (kafka.documents-topic): there is nothing to compare with"
                                .formatted(flow.servers().kafka()));
    }

    @Test
    void leavesAStateAloneThatIsNewerThanTheSource(Flow flow) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Path file = docs.resolve("lines.jsonl");
        Files.writeString(file, "{\"id\": \"a\", \"text\": \"Version two.\", \"version\": 2}");
        flow.set("documents.source", "files").set("files.path", docs.toString());
        flow.ingest().result();
        Files.writeString(file, "{\"id\": \"a\", \"text\": \"Version one.\", \"version\": 1}");

        AuditReport report = audit(flow).repair();

        assertThat(report.isTrue()).isTrue();
        assertThat(report.findings())
                .singleElement()
                .extracting(found -> found.kind().wireName())
                .isEqualTo("newer");
        assertThat(flow.index().of("a")).extracting(point -> point.text("text")).containsExactly("Version two.");
    }

    /** One difference to each document, named for it. */
    private static void tamper(Flow flow) {
        Map<String, Point> points = flow.index().points();
        try (Tampering tampering = new Tampering(flow.servers().qdrantPort(), flow.name())) {
            tampering.delete(id(points, "missing.md"));
            tampering.copy(
                    id(points, "stale.md"),
                    Map.of(
                            "text", Tampering.text("Words of another state."),
                            "textHash", Tampering.text("0"),
                            "revision", Tampering.text("0")));
            // One that claims to be of the right state.
            tampering.copy(
                    id(points, "stale.md"),
                    Map.of("text", Tampering.text("Words of no state."), "textHash", Tampering.text("1")));
            tampering.copy(id(points, "twice.md"), Map.of());
            tampering.set("broken.md", "kind", Tampering.text("poem"));
            tampering.set("moved.md", "ordinal", ValueFactory.value(77));
            tampering.set("payload.md", "metadata", ValueFactory.value(Map.of("year", ValueFactory.value(1850))));
            tampering.set("other.md", "documentId", Tampering.text("somebody else's"));
        }
    }

    private static Audit audit(Flow flow) throws IOException {
        return new Audit(flow.config(), Files.createTempDirectory("millrace-audit"), flow.runs());
    }

    private static long embedded(Flow flow, int since) {
        return flow.stub().calls().stream()
                .skip(since)
                .mapToLong(StubCall::inputs)
                .sum();
    }

    private static int size(Map<String, Point> points, String documentId) {
        return Math.toIntExact(points.values().stream()
                .filter(point -> point.text("documentId").equals(documentId))
                .count());
    }

    private static String id(Map<String, Point> points, String documentId) {
        return points.entrySet().stream()
                .filter(entry -> entry.getValue().text("documentId").equals(documentId))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static String text(String name) {
        return IntStream.range(0, 6)
                .mapToObj(number ->
                        "Paragraph %d of %s tells of the sluice and of the water that goes through it at night."
                                .formatted(number, name))
                .collect(Collectors.joining("\n\n"));
    }

    private static String json(String text) {
        return Flow.object().put("text", text).toString();
    }
}
