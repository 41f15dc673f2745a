package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.Stage;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.LineChunker;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.document.DocumentJson;
import io.millrace.document.Documents;
import io.millrace.document.FieldNames;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.UpperCaseParser;
import io.millrace.embed.Vector;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.DocumentKey;
import io.millrace.index.GatedVectorStore;
import io.millrace.index.IndexOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanOperatorTest {
    private GatedVectorStore store = new GatedVectorStore();
    private final UpperCaseParser parser = new UpperCaseParser();
    private Stage<IncomingDocument, IndexOperation> stage;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        hold(store);
        stage = stage(() -> parser, null);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
        assertThat(parser.isClosed()).isTrue();
        assertThat(store.held().isClosed()).isTrue();
    }

    @Test
    void turnsDocumentsIntoStepsInTheirOrder() throws Exception {
        stage.take(text("d", "one\ntwo"));
        stage.take(text("e", "three"));
        stage.take(IncomingDocument.delete(next(), "f", null));
        stage.finish();

        assertThat(stage.out())
                .extracting(IndexOperation::type, IndexOperation::documentId)
                .containsExactly(
                        tuple(IndexOperation.Type.PUT, "d"),
                        tuple(IndexOperation.Type.PUT, "d"),
                        tuple(IndexOperation.Type.DONE, "d"),
                        tuple(IndexOperation.Type.PUT, "e"),
                        tuple(IndexOperation.Type.DONE, "e"),
                        tuple(IndexOperation.Type.DELETE, "f"));
        assertCounts("documents", 2, "deletes", 1, "added", 3, "unchanged", 0, "unparsed", 0, "outdated", 0);
    }

    @Test
    void gathersDocumentsWhileALookUpIsInFlight() throws Exception {
        store.hold();
        stage.take(text("a", "x"));
        stage.take(text("b", "x"));
        stage.take(IncomingDocument.delete(next(), "gone", null));
        stage.take(of("acme", "b"));
        stage.take(text("b", "y"));
        assertThat(store.lookedUp()).containsExactly(keys("a"));

        store.release();
        stage.finish();

        assertThat(store.lookedUp())
                .containsExactly(keys("a"), Set.of(new DocumentKey("b", null), new DocumentKey("b", "acme")));
        assertThat(stage.out()).filteredOn(step -> step.type().endsChange()).hasSize(5);
    }

    @Test
    void asksForManyDocumentsInSeveralLookUpsAtATime() throws Exception {
        store.hold();
        for (int i = 0; i < 1 + 2 * LookUps.MAX_DOCUMENTS + 10; i++) {
            stage.take(text("d" + i, "x"));
        }
        assertThat(store.lookedUp())
                .extracting(Set::size)
                .containsExactly(1, LookUps.MAX_DOCUMENTS, LookUps.MAX_DOCUMENTS);

        store.release();
        stage.finish();

        assertThat(store.lookedUp()).last().satisfies(rest -> assertThat(rest).hasSize(10));
    }

    @Test
    void asksForNoDocumentThatComesForTheFirstTimeToAnIndexThatWasEmpty() throws Exception {
        begin(new GatedVectorStore());
        stage.take(text("d", "one"));
        stage.take(text("e", "one"));
        assertThat(store.lookedUp()).isEmpty();

        stage.take(text("d", "two"));
        stage.take(of("acme", "e"));
        stage.finish();

        assertThat(store.lookedUp()).containsExactly(keys("d"), Set.of(new DocumentKey("e", "acme")));
        assertCounts("documents", 4, "added", 4);
    }

    @Test
    void plansInTheirOrderWhatIsAskedForAndWhatIsNot() throws Exception {
        begin(new GatedVectorStore());
        stage.take(text("a", "one"));
        store.hold();
        stage.take(text("a", "two"));
        for (int i = 0; i < LookUps.MAX_DOCUMENTS + 1; i++) {
            stage.take(text("new" + i, "x"));
        }
        assertThat(stage.out()).extracting(IndexOperation::documentId).containsOnly("a");

        store.release();
        stage.finish();

        assertThat(store.lookedUp()).containsExactly(keys("a"));
        assertThat(stage.out())
                .filteredOn(step -> step.type().endsChange())
                .extracting(IndexOperation::documentId)
                .startsWith("a", "a", "new0", "new1")
                .hasSize(LookUps.MAX_DOCUMENTS + 3);
    }

    @Test
    void asksForEveryDocumentAfterAFailure() throws Exception {
        OperatorSubtaskState checkpoint = stage.checkpoint(1);
        stage.close();
        store = new GatedVectorStore();
        stage = stage(() -> parser, checkpoint);

        stage.take(text("d", "one"));
        stage.finish();

        assertThat(store.lookedUp()).containsExactly(keys("d"));
    }

    @Test
    void plansInTheOrderOfDocumentsWhicheverLookUpIsAnsweredFirst() throws Exception {
        store.hold();
        for (int i = 0; i < 1 + 2 * LookUps.MAX_DOCUMENTS; i++) {
            stage.take(text("d" + i, "x"));
        }

        store.releaseLast();
        stage.runMails();
        assertThat(stage.out()).isEmpty();
        store.release();
        stage.finish();

        assertThat(stage.out())
                .filteredOn(step -> step.type() == IndexOperation.Type.PUT)
                .extracting(IndexOperation::documentId)
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 1 + 2 * LookUps.MAX_DOCUMENTS)
                        .mapToObj(i -> "d" + i)
                        .toList());
    }

    @Test
    void hasAllPlannedBeforeACheckpoint() throws Exception {
        for (int i = 0; i < 10; i++) {
            stage.take(text("d" + i, "x"));
        }

        stage.checkpoint(1);

        assertThat(stage.out()).hasSize(20);
    }

    @Test
    void plansLaterStatesOfADocumentFromEarlierOnesOfTheSameBatch() throws Exception {
        store.hold();
        stage.take(text("other", "x"));
        stage.take(text("d", "one"));
        stage.take(text("d", "one\ntwo"));
        stage.take(text("d", "two"));
        store.release();
        stage.finish();

        assertThat(stage.out())
                .filteredOn(step -> step.documentId().equals("d"))
                .extracting(IndexOperation::type)
                .containsExactly(
                        IndexOperation.Type.PUT,
                        IndexOperation.Type.DONE,
                        IndexOperation.Type.KEEP,
                        IndexOperation.Type.PUT,
                        IndexOperation.Type.COMPLETE,
                        IndexOperation.Type.MOVE,
                        IndexOperation.Type.COMPLETE);
    }

    @Test
    void looksUpAgainAfterAFailureInPassing() throws Exception {
        store.held().failNext(new TransientException("busy", "try later", Duration.ofMillis(1), null));

        stage.take(text("d", "one"));
        stage.finish();

        assertThat(store.lookedUp()).hasSize(2);
        assertThat(stage.out()).hasSize(2);
    }

    @Test
    void stopsTheJobOnAFatalFailure() throws Exception {
        store.held().failNext(new FatalException("wrong-key", "qdrant.api-key isn't right"));
        stage.take(text("d", "one"));

        assertThatThrownBy(stage::finish)
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("qdrant.api-key isn't right");
    }

    @Test
    void stopsTheJobWhereTheStoreRefusesTheLookUpItself() throws Exception {
        store.held().failNext(new RejectedException("unknown-field", "no such field"));
        stage.take(text("d", "one"));

        assertThatThrownBy(stage::finish).isInstanceOf(SuppressRestartsException.class);
    }

    @Test
    void forgetsWhatIsPlannedOnceItIsInTheIndex() throws Exception {
        IncomingDocument document = text("d", "one");
        ingest(document);
        stage.checkpoint(1);
        ingest(document);
        assertCounts("documents", 1, "unchanged", 1);

        // Nothing was ever written here, so what is planned after this shows what is still remembered.
        stage.checkpointIsComplete(1);
        ingest(document);

        assertCounts("documents", 2, "unchanged", 1);
    }

    @Test
    void forgetsWithALaterCheckpointWhatAnAbortedOneWouldHaveLetGo() throws Exception {
        IncomingDocument document = text("d", "one");
        ingest(document);
        stage.checkpoint(1);
        stage.checkpoint(2);

        stage.checkpointIsComplete(2);
        ingest(document);

        assertCounts("documents", 2, "unchanged", 0);
    }

    @Test
    void remembersWhatIsPlannedAfterTheCheckpoint() throws Exception {
        stage.checkpoint(1);
        IncomingDocument document = text("d", "one");
        ingest(document);
        stage.checkpointIsComplete(1);

        ingest(document);

        assertCounts("documents", 1, "unchanged", 1);
    }

    @Test
    void remembersWhatIsPlannedUntilNoLookUpIsInFlightThatMayBeOlder() throws Exception {
        IncomingDocument document = text("d", "one");
        ingest(document);
        stage.checkpoint(1);
        store.hold();
        stage.take(document);
        stage.take(document);

        stage.checkpointIsComplete(1);
        store.release();
        stage.finish();

        assertThat(store.lookedUp())
                .as("the third one begins after the checkpoint")
                .hasSize(3);
        assertCounts("documents", 2, "unchanged", 1);
    }

    @Test
    void keepsADocumentThatCannotBeParsedAsItCanBeReadAgain() throws Exception {
        parser.failWith(new RejectedException("damaged", "the file is damaged"));
        IncomingDocument damaged = content("application/pdf", new byte[] {1, 2, 3});
        stage.take(damaged);
        stage.take(text("next", "one"));
        stage.finish();

        DeadLetter letter = stage.side(DeadLetters.TAG).get(0);
        assertThat(letter)
                .returns("parse", DeadLetter::stage)
                .returns("d", DeadLetter::documentId)
                .returns(damaged.origin(), DeadLetter::origin)
                .returns(new Reason("damaged", "the file is damaged"), DeadLetter::reason);
        SourceRecord again =
                new SourceRecord(damaged.origin(), SourceRecord.Format.JSON, null, null, letter.record(), null);
        assertThat(new DocumentJson(FieldNames.STANDARD).decode(again)).isEqualTo(damaged);
        assertThat(stage.out()).extracting(IndexOperation::documentId).containsOnly("next");
        assertCounts("documents", 1, "unparsed", 1);
    }

    @Test
    void keepsADocumentWithoutTextAsADeadLetter() throws Exception {
        stage.take(text("d", " \n"));
        stage.finish();

        assertThat(stage.side(DeadLetters.TAG))
                .extracting(DeadLetter::reason)
                .containsExactly(new Reason("empty-text", "the document holds no text: it is empty or white space"));
    }

    @Test
    void refersToADocumentThatIsTooLargeToKeep() throws Exception {
        parser.failWith(new RejectedException("damaged", "the file is damaged"));
        stage.take(content(null, new byte[DeadLetter.MAX_RECORD + 1]));
        stage.finish();

        assertThat(stage.side(DeadLetters.TAG)).singleElement().returns(null, DeadLetter::record);
    }

    @Test
    void stopsTheJobWhereTheParserFailsForGood() throws Exception {
        parser.failWith(new FatalException("no-worker", "parsing.worker can't be started"));
        stage.take(content(null, new byte[1]));

        assertThatThrownBy(stage::finish)
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("parsing.worker can't be started");
    }

    @Test
    void stopsTheJobWhereNoParserCanBeOpened() {
        assertThatThrownBy(() -> stage(
                        () -> {
                            throw new FatalException("wrong", "parsing.timeout is wrong");
                        },
                        null))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("parsing.timeout is wrong");
    }

    @Test
    void goesOnCountingFromACheckpoint() throws Exception {
        parser.failWith(new RejectedException("damaged", "the file is damaged"));
        ingest(text("d", "one\ntwo"));
        ingest(content(null, new byte[1]));
        OperatorSubtaskState checkpoint = stage.checkpoint(1);
        stage.close();

        store = new GatedVectorStore();
        hold(store);
        stage = stage(() -> parser, checkpoint);
        ingest(text("e", "three"));

        assertCounts("documents", 2, "added", 3, "unparsed", 1);
    }

    @Test
    void endsEveryDocumentInOneCount() throws Exception {
        ingest(text("d", "one"));
        IncomingDocument document = text("d", "one\ntwo");
        IncomingDocument late = text("d", "late");
        ingest(document);
        ingest(document);
        ingest(text("d", "two\nthree"));
        ingest(late);
        ingest(text("blank", " "));
        ingest(IncomingDocument.delete(next(), "e", null));

        assertCounts("documents", 3, "unchanged", 1, "outdated", 1, "unparsed", 1, "deletes", 1);
        assertCounts("added", 3, "moved", 1, "kept", 1, "removed", 1);
    }

    private void begin(GatedVectorStore with) throws Exception {
        stage.close();
        store = with;
        stage = stage(() -> parser, null);
    }

    /** The store holds another's document: it isn't empty, so documents are looked up. */
    private static void hold(GatedVectorStore store) {
        store.held()
                .apply(List.of(IndexOperation.put(Chunks.ORIGIN, Chunks.chunk("another", "x"))
                        .withVector(new Vector(new float[] {1}))))
                .join();
    }

    private void ingest(IncomingDocument document) throws Exception {
        stage.take(document);
        stage.runMails();
    }

    private void assertCounts(Object... namesAndCounts) {
        List<Object> actual = new ArrayList<>();
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < namesAndCounts.length; i += 2) {
            String name = (String) namesAndCounts[i];
            actual.add(name + " " + stage.count(name));
            expected.add(name + " " + namesAndCounts[i + 1]);
        }
        assertThat(actual).isEqualTo(expected);
    }

    private Stage<IncomingDocument, IndexOperation> stage(
            SerializableSupplier<ContentParser> parsers, @Nullable OperatorSubtaskState checkpoint) throws Exception {
        GatedVectorStore opened = store;
        PlanSettings settings = new PlanSettings(
                "topic:documents",
                () -> opened,
                parsers,
                "parser",
                () -> new LineChunker("lines"),
                EmbeddingText.NONE,
                null);
        return Stage.of(new PlanFactory(settings), IncomingDocument.class, checkpoint);
    }

    private IncomingDocument text(String id, String text) {
        return Documents.incoming(next(), id, null, text, null);
    }

    private IncomingDocument of(String tenant, String id) {
        return Documents.incoming(next(), id, tenant, "x", null);
    }

    private Origin next() {
        return Origin.ofTopic("documents", 0, ++offset, 100 + offset);
    }

    private static Set<DocumentKey> keys(String id) {
        return Set.of(new DocumentKey(id, null));
    }

    private static IncomingDocument content(@Nullable String type, byte[] content) {
        return new IncomingDocument(
                Documents.ORIGIN,
                "d",
                false,
                null,
                Kind.DOCUMENT,
                "file:/d",
                null,
                type,
                null,
                new Bytes(content),
                Metadata.EMPTY,
                null);
    }
}
