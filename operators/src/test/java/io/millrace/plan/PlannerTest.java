package io.millrace.plan;

import static io.millrace.plan.Planner.Outcome.PLANNED;
import static io.millrace.plan.Planner.Outcome.SUPERSEDED;
import static io.millrace.plan.Planner.Outcome.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.DocumentChunks;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.LineChunker;
import io.millrace.document.Document;
import io.millrace.document.DocumentParsing;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.document.UpperCaseParser;
import io.millrace.embed.Vector;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.RejectedException;
import io.millrace.index.DocumentKey;
import io.millrace.index.GatedVectorStore;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.index.IndexOperation;
import io.millrace.index.Manifest;
import io.millrace.plan.Planner.Counts;
import io.millrace.plan.Planner.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private final InMemoryVectorStore index = new GatedVectorStore().held();
    private final UpperCaseParser parser = new UpperCaseParser();
    private final List<IndexOperation> steps = new ArrayList<>();
    private Planner planner = planner("parser", new LineChunker("lines"));
    private long offset;

    @Test
    void embedsEveryChunkOfANewDocument() {
        Plan plan = plan(text("d", "one\ntwo"));

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(2, 0, 0, 0)));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.PUT, IndexOperation.Type.DONE);
        assertThat(steps)
                .extracting(IndexOperation::revision)
                .containsOnly(steps.get(0).revision());
    }

    @Test
    void removesLeftoversOfANewDocumentTooWhereAnEarlierAttemptMayStillWrite() {
        planner.sweepAlways(true);

        plan(text("d", "one"));

        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.COMPLETE);
    }

    @Test
    void embedsOnlyWhatIsNewOfAnEditedDocumentAndRemovesWhatIsGone() {
        ingest(text("d", "one\ntwo"));

        Plan plan = plan(text("d", "one\nnew"));

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(1, 0, 1, 1)));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.KEEP, IndexOperation.Type.PUT, IndexOperation.Type.COMPLETE);
        write();
        assertThat(index.chunks()).extracting(Chunk::text).containsExactlyInAnyOrder("one", "new");
    }

    @Test
    void movesWhatStandsElsewhereWithoutEmbeddingIt() {
        ingest(text("d", "one\ntwo"));

        Plan plan = plan(text("d", "zero\none\ntwo"));

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(1, 2, 0, 0)));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(
                        IndexOperation.Type.PUT,
                        IndexOperation.Type.MOVE,
                        IndexOperation.Type.MOVE,
                        IndexOperation.Type.COMPLETE);
    }

    @Test
    void movesWhatStandsUnderAnotherHeading() {
        ingest(text("d", "#A\none"));

        plan(text("d", "#B\none"));

        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.MOVE, IndexOperation.Type.COMPLETE);
    }

    @Test
    void writesWhatChunksShareWhereOnlyTheDocumentsOwnFieldsChange() {
        ingest(titled("before"));

        Plan plan = plan(titled("after"));

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(0, 0, 2, 0)));
        write();
        assertThat(index.chunks()).extracting(Chunk::title).containsExactly("after", "after");
    }

    @Test
    void takesNoStepForADocumentThatTheIndexHoldsAndDoesNotEvenParseIt() {
        IncomingDocument document = html("words");
        ingest(document);
        parser.asked().clear();

        Plan plan = plan(document);

        assertThat(plan).isEqualTo(new Plan(UNCHANGED, new Counts(0, 0, 0, 0)));
        assertThat(steps).isEmpty();
        assertThat(parser.asked()).isEmpty();
    }

    @Test
    void writesOnlyTheRestOfADocumentThatIsHalfWritten() {
        IncomingDocument document = text("d", "one\ntwo");
        plan(document);
        write(steps.subList(0, 1));
        restart();

        Plan plan = plan(document);

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(1, 0, 1, 0)));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.DONE);
    }

    @Test
    void removesWhatAnEarlierStateLeftThoughEveryChunkIsWritten() {
        ingest(text("d", "old"));
        IncomingDocument document = text("d", "new");
        plan(document);
        write(steps.subList(0, 1));
        restart();

        Plan plan = plan(document);

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(0, 0, 1, 1)));
        assertThat(steps).extracting(IndexOperation::type).containsExactly(IndexOperation.Type.COMPLETE);
    }

    @Test
    void embedsOnlyWhatAnotherChunkerCutsOtherwise() {
        IncomingDocument document = text("d", "one\ntwo");
        ingest(document);
        planner = planner("parser", new LineChunker("other lines"));

        Plan plan = plan(document);

        assertThat(plan).isEqualTo(new Plan(PLANNED, new Counts(0, 0, 2, 0)));
    }

    @Test
    void parsesAgainWithAnotherParser() {
        IncomingDocument document = html("words");
        ingest(document);
        planner = planner("newer parser", new LineChunker("lines"));
        parser.asked().clear();

        assertThat(plan(document).outcome()).isEqualTo(PLANNED);
        assertThat(parser.asked()).hasSize(1);
    }

    @Test
    void deletesOfEverybodyOrOfOneTenant() {
        assertThat(plan(delete("d", null)).outcome()).isEqualTo(PLANNED);
        assertThat(steps).containsExactly(IndexOperation.delete(steps.get(0).origin(), "d", null));

        plan(delete("d", "acme"));
        assertThat(steps).containsExactly(IndexOperation.delete(steps.get(0).origin(), "d", "acme"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void embedsAllOfADocumentThatIsCreatedAgainBeforeItsDeleteIsWritten(boolean everybodys) {
        ingest(of("acme", "one"));
        plan(delete("d", everybodys ? null : "acme"));

        Plan plan = plan(of("acme", "one"));

        assertThat(plan.counts()).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.COMPLETE);
    }

    @Test
    void leavesAnotherTenantsDocumentOfTheSameIdAlone() {
        ingest(of("acme", "one"));
        ingest(of(null, "one"));
        ingest(of("bolt", "one"));
        ingest(of("acme", "two"));

        assertThat(index.chunks())
                .extracting(chunk -> chunk.tenant() + " " + chunk.text())
                .containsExactlyInAnyOrder("acme two", "null one", "bolt one");
    }

    @Test
    void takesNoStepWhereTheIndexHoldsANewerState() {
        ingest(Documents.incoming("d", "new", 9, 200));
        restart();

        Plan plan = plan(Documents.incoming("d", "old", 10, 100));

        assertThat(plan).isEqualTo(new Plan(SUPERSEDED, new Counts(0, 0, 0, 0)));
        assertThat(steps).isEmpty();
    }

    @Test
    void takesWhatComesWhereTheIndexDoesNotSayOfWhatTimeItsStateIs() {
        assertThat(IndexedRecency.isNewer(heldAt(7, 0), versioned(100, 5L))).isFalse();
        assertThat(IndexedRecency.isNewer(heldAt(7, 50), versioned(100, 5L))).isTrue();
    }

    private static Manifest heldAt(long version, long timestamp) {
        var place = new Manifest.Place(0, 0, 1, null, List.of(), null);
        return new Manifest(Map.of("id", new Manifest.Held("r", version, timestamp, 1, place)));
    }

    @Test
    void goesByTheVersionsWhereTheIndexHoldsOneToo() {
        ingest(versioned(200, 5L));
        restart();

        assertThat(plan(versioned(300, 4L)).outcome()).isEqualTo(SUPERSEDED);
        assertThat(plan(versioned(100, 6L)).outcome()).isEqualTo(PLANNED);
    }

    @Test
    void takesAFileForWhatIsThereNowHoweverOldItsTimeIs() {
        ingest(file(2_000, "new"));
        restart();

        assertThat(plan(file(1_000, "restored from a backup")).outcome()).isEqualTo(PLANNED);
    }

    @Test
    void plansFromWhatIsPlannedWhileTheIndexIsBehind() {
        ingest(text("d", "a"));
        plan(text("d", "b"));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.COMPLETE);

        Plan back = plan(text("d", "a"));

        assertThat(back.counts()).as("the plan before removes it").isEqualTo(new Counts(1, 0, 0, 1));
        assertThat(steps)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.COMPLETE);
    }

    @Test
    void takesNoStepForAStateThatIsPlannedAlreadyThoughTheIndexIsBehind() {
        IncomingDocument document = text("d", "a");
        plan(document);

        assertThat(plan(document).outcome()).isEqualTo(UNCHANGED);
    }

    @Test
    void refusesWithoutAStepWhatTheParserRefuses() {
        RejectedException damaged = new RejectedException("damaged", "the file is damaged");
        parser.failWith(damaged);

        assertThatThrownBy(() -> plan(html("secret"))).isSameAs(damaged);
        assertThat(steps).isEmpty();
        parser.failWith(null);
        assertThat(plan(html("secret")).outcome()).isEqualTo(PLANNED);
    }

    @Test
    void refusesADocumentThatMakesTheParserFailAndSaysNothingOfItsText() {
        parser.failWith(new IllegalStateException("can't read 'secret'"));

        assertDefect("java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesADocumentThatMakesTheChunkerFailAndSaysNothingOfItsText(boolean deep) {
        planner = planner("parser", new Failing(deep));

        assertDefect(deep ? "java.lang.StackOverflowError" : "java.lang.IllegalArgumentException");
    }

    @Test
    void hasTheDocumentGoWithItsLastStepWhereADeadLetterCanHoldIt() {
        IncomingDocument small = text("d", "one");
        plan(small);
        assertThat(steps.get(1).document()).isEqualTo(small);

        plan(text("e", "x".repeat(DeadLetter.MAX_RECORD + 1)));
        assertThat(steps.get(1).document()).isNull();
    }

    private void assertDefect(String name) {
        assertThatThrownBy(() -> plan(html("secret"))).isInstanceOfSatisfying(RejectedException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("defect");
            assertThat(refusal.getMessage()).contains("(" + name + ")").doesNotContain("secret");
        });
        assertThat(steps).isEmpty();
    }

    /** Plans by what the index holds now; the steps are in {@link #steps}. */
    private Plan plan(IncomingDocument document) {
        steps.clear();
        DocumentKey key = new DocumentKey(document.id(), document.tenant());
        Manifest held = index.manifests(Set.of(key)).join().getOrDefault(key, Manifest.EMPTY);
        return planner.plan(document, held, steps::add);
    }

    private void ingest(IncomingDocument document) {
        plan(document);
        write();
    }

    private void write() {
        write(steps);
    }

    private void write(List<IndexOperation> written) {
        index.apply(written.stream()
                        .map(step -> step.type() == IndexOperation.Type.PUT
                                ? step.withVector(new Vector(new float[] {1}))
                                : step)
                        .toList())
                .join();
    }

    /** Leaves nothing but what the index holds. */
    private void restart() {
        planner = planner("parser", new LineChunker("lines"));
    }

    private Planner planner(String parserName, Chunker chunker) {
        return new Planner(
                new DocumentParsing(parser),
                new DocumentChunks(chunker, EmbeddingText.NONE, "topic:documents"),
                parserName,
                new PlannedDocuments());
    }

    private IncomingDocument text(String id, String text) {
        return Documents.incoming(id, text, ++offset, 100 + offset);
    }

    private IncomingDocument of(@Nullable String tenant, String text) {
        return Documents.incoming(next(), "d", tenant, text, null);
    }

    private IncomingDocument delete(String id, @Nullable String tenant) {
        return IncomingDocument.delete(next(), id, tenant);
    }

    private Origin next() {
        return Origin.ofTopic("documents", 0, ++offset, 100 + offset);
    }

    private static IncomingDocument versioned(long timestamp, long version) {
        return Documents.incoming(
                Origin.ofTopic("documents", 0, 1, timestamp), "d", null, "version " + version, version);
    }

    private static IncomingDocument file(long modified, String text) {
        return Documents.incoming(Origin.ofFile("file:/d", 0, modified, 5_000), "d", null, text, null);
    }

    private static IncomingDocument titled(String title) {
        return with(title, "text/markdown", "one\ntwo");
    }

    private static IncomingDocument html(String text) {
        return with(null, "text/html", text);
    }

    private static IncomingDocument with(@Nullable String title, String contentType, String text) {
        return new IncomingDocument(
                Documents.ORIGIN,
                "d",
                false,
                null,
                Kind.DOCUMENT,
                null,
                title,
                contentType,
                text,
                null,
                Metadata.EMPTY,
                null);
    }

    /** Fails with the document's text in its message, or with none. */
    private record Failing(boolean deep) implements Chunker {
        @Override
        public void chunk(Document document, Consumer<Piece> out) {
            out.accept(new Piece(0, 1, List.of()));
            if (deep) {
                throw new StackOverflowError();
            }
            throw new IllegalArgumentException(document.text());
        }

        @Override
        public String fingerprint() {
            return "failing";
        }
    }
}
