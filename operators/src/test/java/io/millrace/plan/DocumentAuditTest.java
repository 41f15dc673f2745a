package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.chunk.Chunk;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.DocumentChunks;
import io.millrace.chunk.EmbeddingText;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.document.Document;
import io.millrace.document.DocumentParsing;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.document.json.Json;
import io.millrace.index.IndexOperation;
import io.millrace.index.IndexedChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentAuditTest {
    private static final Origin ORIGIN = Origin.ofFile("file:/docs/d.md", 0, 7, 7);
    private static final IncomingDocument DOCUMENT = document("one two three", "{\"year\": 1850, \"weight\": 2.0}");

    private final DocumentAudit audit = new DocumentAudit(
            new DocumentParsing(new NoParser()),
            new DocumentChunks(new Words(), EmbeddingText.NONE, "file:/docs"),
            "parser");
    private final List<AuditFinding> findings = new ArrayList<>();
    private final List<IndexOperation> steps = new ArrayList<>();

    @Test
    void findsNothingWhereAllIsAsItShouldBe() {
        compare(held());

        assertThat(findings).isEmpty();
        assertThat(steps).isEmpty();
    }

    @Test
    void takesANumberForTheSameHoweverItIsWritten() {
        List<IndexedChunk> held = held();
        held.replaceAll(each -> changed(each, chunk -> withMetadata(chunk, "{\"weight\": 2, \"year\": 1850.0}")));

        compare(held);

        assertThat(findings).isEmpty();
    }

    @Test
    void embedsWhatIsMissingAndNothingElse() {
        List<IndexedChunk> held = held();
        held.remove(1);

        compare(held);

        assertThat(findings).containsExactly(new AuditFinding(AuditFinding.Kind.MISSING, "d", null, 1, ""));
        assertThat(shown()).containsExactly("PUT two", "COMPLETE");
    }

    @Test
    void writesPayloadsThatAreWrongAndNamesTheirFields() {
        List<IndexedChunk> held = held();
        held.set(0, changed(held.get(0), chunk -> withMetadata(chunk, "{}")));
        held.set(2, new IndexedChunk(held.get(2).id(), null));

        compare(held);

        assertThat(findings)
                .containsExactly(new AuditFinding(AuditFinding.Kind.DIFFERENT, "d", null, 2, "metadata, payload"));
        assertThat(shown()).containsExactly("MOVE one", "MOVE three", "COMPLETE");
    }

    @Test
    void removesWhatIsOfAnotherStateByTheRevision() {
        List<IndexedChunk> held = held();
        held.addAll(held(document("four", "{}")));

        compare(held);

        assertThat(findings).containsExactly(new AuditFinding(AuditFinding.Kind.STALE, "d", null, 1, ""));
        assertThat(shown()).containsExactly("COMPLETE");
    }

    @Test
    void removesACopyThatClaimsToBeOfTheRightState() {
        List<IndexedChunk> held = held();
        held.add(new IndexedChunk("another", held.get(0).chunk()));
        held.remove(1);

        compare(held);

        assertThat(findings)
                .containsExactly(
                        new AuditFinding(AuditFinding.Kind.MISSING, "d", null, 1, ""),
                        new AuditFinding(AuditFinding.Kind.DUPLICATE, "d", null, 1, ""));
        // All take another revision for a moment, and what has it not goes.
        assertThat(shown())
                .containsExactly(
                        "MOVE one",
                        "PUT two",
                        "MOVE three",
                        "COMPLETE",
                        "MOVE one",
                        "MOVE two",
                        "MOVE three",
                        "COMPLETE");
        String revision = steps.get(7).revision();
        assertThat(steps.get(3).revision()).isNotEqualTo(revision);
        assertThat(steps.subList(0, 3))
                .extracting(IndexOperation::revision)
                .containsOnly(steps.get(3).revision());
        assertThat(steps.subList(4, 7)).extracting(IndexOperation::revision).containsOnly(revision);
        assertThat(held.get(0).chunk()).extracting(Chunk::revision).isEqualTo(revision);
        assertThat(steps.get(7).document()).isEqualTo(DOCUMENT);
    }

    @Test
    void leavesAloneWhatCannotBeParsed() {
        audit.compare(document(" ", "{}"), held(), findings::add, steps::add);

        assertThat(findings)
                .containsExactly(new AuditFinding(
                        AuditFinding.Kind.UNREADABLE,
                        "d",
                        null,
                        0,
                        "empty-text: the document holds no text: it is empty or white space"));
        assertThat(steps).isEmpty();
    }

    @Test
    void leavesANewerStateAlone() {
        IncomingDocument older = Documents.incoming(ORIGIN, "d", null, "one", 1L);
        IncomingDocument newer = Documents.incoming(ORIGIN, "d", null, "one two", 2L);

        audit.compare(older, held(newer), findings::add, steps::add);

        assertThat(findings).extracting(AuditFinding::kind).containsExactly(AuditFinding.Kind.NEWER);
        assertThat(steps).isEmpty();
    }

    private void compare(List<IndexedChunk> held) {
        audit.compare(DOCUMENT, held, findings::add, steps::add);
    }

    private List<String> shown() {
        return steps.stream()
                .map(step -> step.chunk() == null
                        ? step.type().name()
                        : step.type() + " " + step.chunk().text())
                .toList();
    }

    private List<IndexedChunk> held() {
        return held(DOCUMENT);
    }

    /** The document as it should be held: what an audit of an empty index would write. */
    private List<IndexedChunk> held(IncomingDocument document) {
        List<IndexedChunk> held = new ArrayList<>();
        audit.compare(document, List.of(), finding -> {}, step -> {
            if (step.chunk() != null) {
                held.add(new IndexedChunk(step.chunk().id(), step.chunk()));
            }
        });
        return held;
    }

    private static IndexedChunk changed(IndexedChunk each, UnaryOperator<Chunk> change) {
        Chunk chunk = each.chunk();
        return new IndexedChunk(each.id(), chunk == null ? null : change.apply(chunk));
    }

    private static Chunk withMetadata(Chunk chunk, String json) {
        return new Chunk(
                chunk.id(),
                chunk.documentId(),
                chunk.tenant(),
                chunk.kind(),
                chunk.uri(),
                chunk.title(),
                chunk.contentType(),
                chunk.source(),
                chunk.headings(),
                chunk.ordinal(),
                chunk.chunkCount(),
                chunk.start(),
                chunk.end(),
                chunk.page(),
                chunk.parent(),
                chunk.text(),
                chunk.textHash(),
                chunk.version(),
                chunk.timestamp(),
                chunk.revision(),
                metadata(json));
    }

    private static Metadata metadata(String json) {
        try {
            return Metadata.of(Json.MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError("the test's JSON isn't", e);
        }
    }

    private static IncomingDocument document(String text, String metadata) {
        return new IncomingDocument(
                ORIGIN, "d", false, null, Kind.DOCUMENT, null, null, null, text, null, metadata(metadata), null);
    }

    /** A chunk for each word. */
    private static final class Words implements Chunker {
        @Override
        public void chunk(Document document, Consumer<Piece> out) {
            int start = 0;
            for (String word : document.text().split(" ", -1)) {
                out.accept(new Piece(start, start + word.length(), List.of()));
                start += word.length() + 1;
            }
        }

        @Override
        public String fingerprint() {
            return "words";
        }
    }

    private static final class NoParser implements ContentParser {
        @Override
        public Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) {
            throw new AssertionError("texts need no parser");
        }

        @Override
        public void close() {}
    }
}
