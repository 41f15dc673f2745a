package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.Stage;
import io.millrace.chunk.EmbeddingText;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbedOperatorTest {
    private HashingEmbeddingModel model;
    private Stage<IndexOperation, EmbedOutcome> stage;

    @BeforeEach
    void open() throws Exception {
        open(new HashingEmbeddingModel(new EmbeddingLimits(4, 5, 100, 1)));
    }

    @Test
    void givesEachChunkItsVectorInOrderAmongOtherSteps() throws Exception {
        IndexOperation delete = IndexOperation.delete(Chunks.ORIGIN, "gone", null);
        model.hold();
        stage.take(put("one"));
        stage.take(delete);
        stage.take(put("two words"));
        stage.runMails();
        assertThat(stage.out()).isEmpty();

        model.release();
        stage.finish();
        stage.close();

        assertThat(stage.out())
                .extracting(EmbedOutcome::operation)
                .containsExactly(withVector("one"), delete, withVector("two words"));
        assertThat(stage.out().stream().mapToInt(EmbedOutcome::tokens).sum()).isEqualTo(3);
    }

    @Test
    void sendsTogetherWhatCameTogether() throws Exception {
        stage.take(put("a"));
        stage.take(put("b"));
        stage.take(put("c"));
        assertThat(model.calls()).isEmpty();

        stage.runMails();

        assertThat(model.calls()).containsExactly(List.of("a", "b", "c"));
        stage.close();
    }

    @Test
    void sendsOfATextThatIsTooLongWhatTheModelTakes() throws Exception {
        stage.take(put("one two three four five six seven"));
        stage.runMails();

        assertThat(model.calls().get(0))
                .singleElement()
                .satisfies(text -> assertThat(text.strip()).isEqualTo("one two three four five"));
        stage.close();
    }

    @Test
    void leavesATextThatIsTooLongToAModelThatCutsIt() throws Exception {
        model.cutTexts();
        stage.take(put("one two three four five six seven"));
        stage.runMails();

        assertThat(model.calls()).containsExactly(List.of("one two three four five six seven"));
        stage.close();
    }

    @Test
    void sendsAFullRequestAtOnce() throws Exception {
        for (String text : List.of("a", "b", "c", "d", "e")) {
            stage.take(put(text));
        }

        assertThat(model.calls()).containsExactly(List.of("a", "b", "c", "d"));
        stage.close();
    }

    @Test
    void sendsEqualTextsOnce() throws Exception {
        stage.take(put("same"));
        stage.take(put("same"));
        stage.checkpoint(1);
        stage.take(put("same"));
        stage.finish();
        stage.close();

        assertThat(model.calls()).containsExactly(List.of("same"));
        assertThat(stage.out()).extracting(EmbedOutcome::operation).containsOnly(withVector("same"));
        assertThat(stage.out()).extracting(EmbedOutcome::tokens).containsExactly(1, 0, 0);
    }

    @Test
    void keepsATextWithinTheModelsLimit() throws Exception {
        stage.take(put("1 2 3 4 5 6 7"));
        stage.finish();
        stage.close();

        assertThat(model.calls().get(0).get(0).strip()).isEqualTo("1 2 3 4 5");
        assertThat(stage.out()).extracting(EmbedOutcome::tokens).containsExactly(5);
    }

    @Test
    void saysWhichTextTheModelRejected() throws Exception {
        model.reject("bad");
        stage.take(put("good"));
        stage.take(put("bad"));
        stage.take(put("fine"));
        stage.finish();
        stage.close();

        List<EmbedOutcome> outcomes = stage.out();
        assertThat(outcomes)
                .extracting(EmbedOutcome::rejected)
                .containsExactly(null, new Reason("poison", "one of the texts can't be embedded"), null);
        assertThat(outcomes.get(1).operation()).isEqualTo(put("bad"));
    }

    @Test
    void asksForNoVectorOfAChunkThatTheIndexHolds() throws Exception {
        IndexOperation move = IndexOperation.move(Chunks.ORIGIN, Chunks.chunk("doc", "moved"));
        IndexOperation keep = IndexOperation.keep(Chunks.ORIGIN, Chunks.chunk("doc", "kept"));
        stage.take(move);
        stage.take(keep);
        stage.finish();
        stage.close();

        assertThat(stage.out()).extracting(EmbedOutcome::operation).containsExactly(move, keep);
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void hasNothingInFlightAtACheckpoint() throws Exception {
        for (int i = 0; i < 10; i++) {
            stage.take(put("text " + i));
        }

        stage.checkpoint(1);

        assertThat(stage.out()).hasSize(10);
        stage.close();
    }

    @Test
    void waitsForRoomBeforeItTakesMoreThanRequestsCanHold() throws Exception {
        Answering slow = new Answering(new EmbeddingLimits(4, 5, 100, 1));
        // It answers on a thread of its own, as models do, or nothing would free the task's.
        slow.answerWith(texts -> java.util.concurrent.CompletableFuture.supplyAsync(() -> texts)
                .thenCompose(later -> slow.whatItSays(later, 1)));
        Stage<IndexOperation, EmbedOutcome> bounded =
                Stage.of(new EmbedFactory(settings(() -> slow)), IndexOperation.class);

        for (int i = 0; i < 100; i++) {
            bounded.take(put("text " + i));
            assertThat(bounded.out().size()).as("after %d", i + 1).isGreaterThanOrEqualTo(i + 1 - 12);
        }
        bounded.close();
    }

    @Test
    void waitsForRoomBeforeItTakesMoreThanItsBufferHolds() throws Exception {
        HashingEmbeddingModel many = new HashingEmbeddingModel(new EmbeddingLimits(1000, 5, 100_000, 1));
        Stage<IndexOperation, EmbedOutcome> bounded = Stage.of(
                new EmbedFactory(new EmbedSettings(
                        () -> many,
                        EmbeddingText.NONE,
                        PaceSettings.unbounded("small"),
                        3 * 64 * Float.BYTES,
                        EmbedSettings.Payment.unknown("hashing/words"))),
                IndexOperation.class);

        for (int i = 0; i < 100; i++) {
            bounded.take(put("text " + i));
            assertThat(bounded.out().size()).isGreaterThanOrEqualTo(i + 1 - 3);
        }
        bounded.close();
    }

    @Test
    void stopsTheJobOnAFatalFailureAndShowsNoText() throws Exception {
        model.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));
        stage.take(put("secret words"));

        Throwable told = catchThrowable(stage::finish);

        stage.close();
        assertThat(ExceptionUtils.findThrowable(told, SuppressRestartsException.class))
                .isPresent();
        assertThat(told).hasRootCauseMessage("embedding.api-key isn't right");
        assertThat(ExceptionUtils.stringifyException(told)).doesNotContain("secret");
    }

    @Test
    void stopsTheJobThoughAnEarlierChunkStillWaits() throws Exception {
        HashingEmbeddingModel two = new HashingEmbeddingModel(new EmbeddingLimits(1, 5, 100, 2));
        open(two);
        stage.take(put("known"));
        two.hold();
        stage.take(put("first"));
        two.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));

        assertThat(catchThrowable(() -> stage.take(put("second"))))
                .hasRootCauseMessage("embedding.api-key isn't right");
        stage.close();
    }

    @Test
    void failsNothingWhenItIsClosedWithChunksInFlight() throws Exception {
        model.hold();
        stage.take(put("in flight"));
        stage.runMails();
        stage.take(put("waiting"));

        stage.close();
        model.release();

        assertThat(catchThrowable(stage::runMails)).isNull();
    }

    @Test
    void failsNothingWhenItIsClosedBeforeATextIsTriedAgain() throws Exception {
        model.failNext(new TransientException("busy", "try later", Duration.ofDays(1), null));
        stage.take(put("patient"));
        stage.runMails();

        stage.close();

        assertThat(catchThrowable(stage::runMails)).isNull();
    }

    private void open(HashingEmbeddingModel opened) throws Exception {
        model = opened;
        stage = Stage.of(new EmbedFactory(settings(() -> opened)), IndexOperation.class);
    }

    private static EmbedSettings settings(org.apache.flink.util.function.SerializableSupplier<EmbeddingModel> recipe) {
        return new EmbedSettings(
                recipe,
                EmbeddingText.NONE,
                PaceSettings.unbounded("test"),
                EmbedSettings.DEFAULT_BUFFER,
                EmbedSettings.Payment.unknown("hashing/words"));
    }

    private static IndexOperation put(String text) {
        return IndexOperation.put(Chunks.ORIGIN, Chunks.chunk("doc", text));
    }

    private static IndexOperation withVector(String text) {
        return put(text)
                .withVector(new HashingEmbeddingModel()
                        .embed(List.of(text), EmbeddingMode.DOCUMENT)
                        .join()
                        .vectors()
                        .get(0));
    }
}
