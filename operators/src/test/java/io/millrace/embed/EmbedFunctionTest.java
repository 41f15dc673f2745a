package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.chunk.EmbeddingText;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbedFunctionTest {
    private final HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(4, 5, 100, 1));
    private Stage<IndexOperation, EmbedOutcome> stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.ordered(new EmbedFunction(() -> model, EmbeddingText.NONE), IndexOperation.class);
    }

    @Test
    void givesEachChunkItsVectorInOrderAmongOtherSteps() throws Exception {
        IndexOperation delete = IndexOperation.delete(Chunks.ORIGIN, "gone", null);
        model.hold();
        stage.take(put("one"));
        stage.take(delete);
        stage.take(put("two words"));
        model.release();
        stage.finish();
        stage.close();

        assertThat(stage.out())
                .extracting(EmbedOutcome::operation)
                .containsExactly(withVector("one"), delete, withVector("two words"));
        assertThat(stage.out()).extracting(EmbedOutcome::tokens).containsExactly(1, 0, 2);
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
    void stopsTheJobOnAFatalFailureAndShowsNoText() throws Exception {
        CompletableFuture<Throwable> failure = stage.failure();
        model.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));

        stage.take(put("secret words"));

        Throwable told = failure.join();
        stage.close();
        assertThat(ExceptionUtils.findThrowable(told, SuppressRestartsException.class))
                .isPresent();
        assertThat(told).hasRootCauseMessage("embedding.api-key isn't right");
        assertThat(ExceptionUtils.stringifyException(told)).doesNotContain("secret");
    }

    @Test
    void failsNothingWhenItIsClosedWithChunksInFlight() throws Exception {
        CompletableFuture<Throwable> failure = stage.failure();
        model.hold();
        stage.take(put("in flight"));
        stage.take(put("waiting"));

        stage.close();
        model.release();

        assertThat(failure).isNotDone();
    }

    @Test
    void failsNothingWhenItIsClosedBeforeATextIsTriedAgain() throws Exception {
        CompletableFuture<Throwable> failure = stage.failure();
        model.failNext(new TransientException("busy", "try later", java.time.Duration.ofDays(1), null));
        stage.take(put("patient"));

        stage.close();

        assertThat(failure).isNotDone();
    }

    @Test
    void hasRoomToFillEveryRequestTwiceUpToABound() {
        assertThat(EmbedFunction.capacity(new EmbeddingLimits(32, 256, 8192, 2)))
                .isEqualTo(128);
        assertThat(EmbedFunction.capacity(new EmbeddingLimits(Integer.MAX_VALUE, 1, 1, Integer.MAX_VALUE)))
                .isEqualTo(8192);
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
