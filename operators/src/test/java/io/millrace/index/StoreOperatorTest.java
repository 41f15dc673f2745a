package io.millrace.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Stage;
import io.millrace.chunk.Chunk;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.embed.EmbedOutcome;
import io.millrace.embed.Vector;
import io.millrace.failure.Backoff;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StoreOperatorTest {
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final int BATCH = 12;

    private GatedVectorStore store = new GatedVectorStore();
    private Stage<EmbedOutcome, Void> stage;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        stage = stage("", null);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
        assertThat(store.held().isClosed()).isTrue();
    }

    @Test
    void sendsALoneStepAtOnce() throws Exception {
        IndexOperation put = put(next(), "d", "a");
        take(put);

        assertThat(store.requests()).containsExactly(List.of(put));
    }

    @Test
    void gathersStepsWhileARequestIsInFlight() throws Exception {
        Origin origin = next();
        take(put(origin, "d", "a"));
        take(put(origin, "d", "b"));
        take(put(origin, "d", "c"));
        stage.finish();

        assertThat(store.requests()).extracting(List::size).containsExactly(1, 2);
    }

    @Test
    void keepsRequestsWithinTheirSizeHoweverMuchGathers() throws Exception {
        Origin origin = next();
        for (int i = 0; i < 50; i++) {
            take(put(origin, "d", "text " + i));
        }
        stage.finish();

        assertThat(store.requests()).allSatisfy(request -> assertThat(request).hasSizeLessThanOrEqualTo(BATCH));
        assertThat(store.requests().stream().mapToInt(List::size).sum()).isEqualTo(50);
    }

    @Test
    void hasAllWrittenBeforeACheckpoint() throws Exception {
        for (int i = 0; i < 10; i++) {
            takeChange(next(), "d" + i, "x");
        }

        stage.checkpoint(1);

        assertThat(store.count().join()).isEqualTo(10);
        assertThat(stage.count("indexed")).isEqualTo(10L);
    }

    @Test
    void triesAgainInOrderAfterAFailureInPassing() throws Exception {
        store.held().failNext(busy());
        store.held().failNext(busy());

        takeChange(next(), "d", "a");
        take(IndexOperation.delete(next(), "d", null));
        stage.finish();

        assertThat(store.count().join()).isZero();
        assertCounts("indexed", 1, "deleted", 1, "unstored", 0);
    }

    @Test
    void stopsTheJobOnAFatalFailure() throws Exception {
        store.held().failNext(new FatalException("wrong-key", "qdrant.api-key isn't right"));
        take(put(next(), "d", "a"));

        assertThatThrownBy(stage::finish)
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("qdrant.api-key isn't right");
    }

    @Test
    void stopsTheJobWhereNoStoreCanBeOpened() {
        StoreFactory factory = new StoreFactory(
                () -> {
                    throw new FatalException("wrong", "qdrant.url is wrong");
                },
                1,
                "");

        assertThatThrownBy(() -> Stage.of(factory, EmbedOutcome.class))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("qdrant.url is wrong");
    }

    @Test
    void countsWhatBecomesOfChangesAndChunks() throws Exception {
        takeChange(next(), "d", "a", "b");
        Origin origin = next();
        take(IndexOperation.move(origin, chunk("d", "a", "r2")));
        take(IndexOperation.complete(origin, "d", null, "r2"));
        take(IndexOperation.delete(next(), "d", null));
        take(IndexOperation.deleteNobodys(next(), "e"));
        stage.finish();

        assertCounts("indexed", 2, "deleted", 2, "unembedded", 0, "unstored", 0, "embedded", 2, "tokens", 14);
    }

    @Test
    void goesOnCountingFromACheckpointUnderNamesOfItsOwn() throws Exception {
        stage.close();
        store = new GatedVectorStore();
        stage = stage("prune-", null);
        take(IndexOperation.delete(next(), "d", null));
        OperatorSubtaskState checkpoint = stage.checkpoint(1);
        stage.close();

        store = new GatedVectorStore();
        stage = stage("prune-", checkpoint);
        take(IndexOperation.delete(next(), "e", null));
        stage.finish();

        assertCounts("prune-deleted", 2, "prune-indexed", 0);
    }

    @Test
    void halvesARefusedRequestDownToTheChangeThatIsAtFault() throws Exception {
        store.refuse(step -> step.chunk() != null && step.chunk().text().equals("bad"));
        store.hold();
        take(put(next(), "first", "x"));
        for (int i = 0; i < 3; i++) {
            takeChange(next(), "d" + i, "x");
        }
        IncomingDocument poison = takeChange(next(), "poison", "good", "bad", "fine");
        store.release();
        stage.finish();

        assertThat(documents()).containsExactlyInAnyOrder("first", "d0", "d1", "d2");
        assertThat(stage.side(DeadLetters.TAG)).singleElement().satisfies(letter -> {
            assertThat(letter.stage()).isEqualTo("store");
            assertThat(letter.reason()).isEqualTo(new Reason("bad-point", "a point is bad"));
            assertThat(letter.documentId()).isEqualTo("poison");
            assertThat(letter.origin()).isEqualTo(poison.origin());
            assertThat(letter.record()).isEqualTo(poison.replayable());
        });
        assertCounts("indexed", 3, "unstored", 1);
    }

    @Test
    void leavesTheEarlierStateWhereTheStoreRefusesALaterOne() throws Exception {
        takeChange(next(), "d", "old");
        store.refuse(step -> step.chunk() != null && step.chunk().text().equals("bad"));

        takeChange(next(), "d", "bad", "new");
        stage.finish();

        assertThat(texts()).containsExactly("old");
        assertCounts("indexed", 1, "unstored", 1);
    }

    @Test
    void leavesTheEarlierStateThoughTheRefusedChangeIsOfManyRequests() throws Exception {
        takeChange(next(), "d", "old");
        store.refuse(step -> step.chunk() != null && step.chunk().text().equals("bad 25"));
        Origin origin = next();
        for (int i = 0; i < 50; i++) {
            take(put(origin, "d", "bad " + i));
        }
        take(IndexOperation.complete(origin, "d", null, "r"));
        takeChange(next(), "e", "after");
        stage.finish();

        assertThat(texts()).contains("old", "after").doesNotContain("bad 25", "bad 49");
        assertCounts("indexed", 2, "unstored", 1);
        assertThat(stage.side(DeadLetters.TAG)).hasSize(1);
    }

    @Test
    void indexesWhatTheModelTakesOfADocumentAndMakesOneDeadLetterOfIt() throws Exception {
        Origin origin = next();
        IncomingDocument document = Documents.incoming(origin, "d", null, "good bad worse", null);
        take(put(origin, "d", "good"));
        reject(put(origin, "d", "bad"), "poison");
        reject(put(origin, "d", "worse"), "worse poison");
        take(IndexOperation.complete(origin, "d", null, "r").withDocument(document));
        stage.finish();

        assertThat(texts()).containsExactly("good");
        assertThat(stage.side(DeadLetters.TAG)).singleElement().satisfies(letter -> {
            assertThat(letter.stage()).isEqualTo("embed");
            assertThat(letter.reason()).isEqualTo(new Reason("poison", "chunk 1 of 1 (offsets 0 to 3): refused"));
            assertThat(letter.record()).isEqualTo(document.replayable());
        });
        assertCounts("indexed", 0, "unembedded", 1, "embedded", 1, "tokens", 7);
    }

    @Test
    void refersToADocumentThatIsTooLargeForADeadLetter() throws Exception {
        Origin origin = next();
        reject(put(origin, "d", "bad"), "poison");
        take(IndexOperation.complete(origin, "d", null, "r"));
        stage.finish();

        assertThat(stage.side(DeadLetters.TAG)).singleElement().satisfies(letter -> {
            assertThat(letter.record()).isNull();
            assertThat(letter.origin()).isEqualTo(origin);
        });
    }

    @Test
    void doesNotTakeAChangeForAnother() throws Exception {
        Origin origin = next();
        reject(put(origin, "d", "bad"), "poison");
        take(IndexOperation.complete(origin, "d", null, "r"));
        takeChange(next(), "d", "good");
        stage.finish();

        assertCounts("indexed", 1, "unembedded", 1);
    }

    @Test
    void losesNoChangeWhenAnAnswerIsLostAfterTheRequestWasApplied() throws Exception {
        takeChange(next(), "d", "x");
        stage.checkpoint(1);
        store.hold();
        takeChange(next(), "other", "y");
        Origin moved = next();
        take(IndexOperation.move(moved, chunk("d", "x", "r2")));
        take(IndexOperation.complete(moved, "d", null, "r2"));
        takeChange(next(), "d", "z");
        take(IndexOperation.delete(next(), "d", null));
        store.answerNextWith(busy());
        store.release();
        stage.finish();

        assertThat(documents()).containsExactly("other");
        assertThat(stage.side(DeadLetters.TAG)).isEmpty();
        assertCounts("indexed", 4, "deleted", 1, "unstored", 0);
    }

    @Test
    void appliesALaterChangeInFullThoughTheOneBeforeWasRefused() throws Exception {
        takeChange(next(), "d", "stays");
        store.refuse(step -> step.chunk() != null && step.chunk().text().equals("bad"));
        takeChange(next(), "d", "new", "bad");
        Origin later = next();
        // Planned as if the change before were in the index.
        Chunk kept = Chunks.at(3, chunk("d", "stays", "r3"));
        take(IndexOperation.keep(later, kept));
        take(IndexOperation.keep(later, chunk("d", "new", "r3")));
        take(IndexOperation.complete(later, "d", null, "r3"));
        stage.finish();

        assertThat(store.held().chunks()).containsExactlyInAnyOrder(kept, chunk("d", "new", "r3"));
        assertCounts("indexed", 2, "unstored", 1);
    }

    @Test
    void refusesALaterChangeForTheTextThatTheModelRefusedBeforeAndAppliesTheRest() throws Exception {
        Origin origin = next();
        reject(put(origin, "d", "bad"), "poison");
        take(IndexOperation.complete(origin, "d", null, "r"));
        Origin later = next();
        take(IndexOperation.move(later, chunk("d", "bad", "r2")));
        take(put(later, "d", "good"));
        take(IndexOperation.complete(later, "d", null, "r"));
        stage.finish();

        assertThat(texts()).containsExactly("good");
        assertThat(stage.side(DeadLetters.TAG))
                .extracting(letter -> letter.stage() + " " + letter.reason().code())
                .containsExactly("embed poison", "embed poison");
        assertCounts("indexed", 0, "unembedded", 2, "unstored", 0);
    }

    private void take(IndexOperation step) throws Exception {
        stage.take(new EmbedOutcome(step, null, step.type() == IndexOperation.Type.PUT ? 7 : 0));
    }

    private void reject(IndexOperation put, String code) throws Exception {
        IndexOperation withoutVector = IndexOperation.put(put.origin(), Objects.requireNonNull(put.chunk()));
        stage.take(new EmbedOutcome(withoutVector, new Reason(code, "refused"), 0));
    }

    /** A change of new chunks in the revision r. */
    private IncomingDocument takeChange(Origin origin, String documentId, String... texts) throws Exception {
        IncomingDocument document = Documents.incoming(origin, documentId, null, String.join(" ", texts), null);
        for (String text : texts) {
            take(put(origin, documentId, text));
        }
        take(IndexOperation.complete(origin, documentId, null, "r").withDocument(document));
        return document;
    }

    private static IndexOperation put(Origin origin, String documentId, String text) {
        return IndexOperation.put(origin, chunk(documentId, text, "r")).withVector(new Vector(new float[] {1}));
    }

    private static Chunk chunk(String documentId, String text, String revision) {
        return Chunks.chunk(documentId, null, revision, text, Metadata.EMPTY);
    }

    private List<String> documents() {
        return store.held().chunks().stream().map(Chunk::documentId).distinct().toList();
    }

    private List<String> texts() {
        return store.held().chunks().stream().map(Chunk::text).toList();
    }

    private Origin next() {
        return Origin.ofTopic("documents", 0, ++offset, 100 + offset);
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

    private Stage<EmbedOutcome, Void> stage(String prefix, @Nullable OperatorSubtaskState checkpoint) throws Exception {
        GatedVectorStore opened = store;
        return Stage.of(new StoreFactory(() -> opened, BATCH, prefix, SHORT), EmbedOutcome.class, checkpoint);
    }

    private static TransientException busy() {
        return new TransientException("busy", "try later", null);
    }
}
