package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.Backoff;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddingBatcherTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(4, 100, 12, 1));

    @Test
    void sendsALoneTextAtOnce() {
        try (EmbeddingBatcher batcher = batcher()) {
            Vector vector = get(batcher.embed("alone", 1));

            assertThat(vector.dimension()).isEqualTo(64);
            assertThat(model.calls()).containsExactly(List.of("alone"));
        }
    }

    @Test
    void gathersWhatComesWhileEverySlotIsTaken() {
        model.hold();
        try (EmbeddingBatcher batcher = batcher()) {
            List<CompletableFuture<Vector>> vectors = embedAll(batcher, "a", "b", "c", "d", "e", "f");
            model.release();

            vectors.forEach(EmbeddingBatcherTest::get);
            assertThat(model.calls()).containsExactly(List.of("a"), List.of("b", "c", "d", "e"), List.of("f"));
        }
    }

    @Test
    void sendsNoTextThatWasGivenUpWhileItWaited() {
        model.hold();
        try (EmbeddingBatcher batcher = batcher()) {
            List<CompletableFuture<Vector>> vectors = embedAll(batcher, "a", "b", "c", "d", "e", "f", "g");
            for (int givenUp : new int[] {1, 3, 4, 5, 6}) {
                vectors.get(givenUp).cancel(true);
            }
            model.release();

            get(vectors.get(0));
            get(vectors.get(2));
            get(batcher.embed("h", 1));
            assertThat(model.calls()).containsExactly(List.of("a"), List.of("c"), List.of("h"));
        }
    }

    @Test
    void keepsARequestWithinItsTokens() {
        model.hold();
        try (EmbeddingBatcher batcher = batcher()) {
            List<CompletableFuture<Vector>> vectors = new ArrayList<>();
            vectors.add(batcher.embed("first", 1));
            vectors.add(batcher.embed("seven", 7));
            vectors.add(batcher.embed("five", 5));
            vectors.add(batcher.embed("one", 1));
            model.release();

            vectors.forEach(EmbeddingBatcherTest::get);
            assertThat(model.calls()).containsExactly(List.of("first"), List.of("seven", "five"), List.of("one"));
        }
    }

    @Test
    void keepsAsManyRequestsInFlightAsTheModelAllows() {
        model = new HashingEmbeddingModel(new EmbeddingLimits(4, 100, 100, 3));
        try (EmbeddingBatcher batcher = new EmbeddingBatcher(model, EmbeddingMode.QUERY, QUICK)) {
            get(batcher.embed("known", 1));
            model.hold();
            List<CompletableFuture<Vector>> vectors = embedAll(batcher, "a", "b", "c", "d", "e");

            assertThat(model.calls()).containsExactly(List.of("known"), List.of("a"), List.of("b"), List.of("c"));
            model.releaseOne();
            assertThat(model.calls()).last().isEqualTo(List.of("d", "e"));
            model.release();
            vectors.forEach(EmbeddingBatcherTest::get);
        }
    }

    @Test
    void sendsOneRequestUntilTheModelHasAnswered() {
        model = new HashingEmbeddingModel(new EmbeddingLimits(4, 100, 100, 3));
        model.hold();
        try (EmbeddingBatcher batcher = batcher()) {
            List<CompletableFuture<Vector>> vectors = embedAll(batcher, "a", "b", "c", "d", "e", "f", "g", "h", "i");
            assertThat(model.calls()).containsExactly(List.of("a"));

            model.releaseOne();
            assertThat(model.calls())
                    .containsExactly(List.of("a"), List.of("b", "c", "d", "e"), List.of("f", "g", "h", "i"));
            model.release();
            vectors.forEach(EmbeddingBatcherTest::get);
        }
    }

    @Test
    void letsDocumentsGatherWhileAQuarterOfTheSlotsIsTaken() {
        model = new HashingEmbeddingModel(new EmbeddingLimits(3, 100, 100, 8));
        try (EmbeddingBatcher batcher = batcher()) {
            get(batcher.embed("known", 1));
            model.hold();
            List<CompletableFuture<Vector>> vectors = embedAll(batcher, "a", "b", "c", "d", "e", "f");
            assertThat(model.calls())
                    .containsExactly(List.of("known"), List.of("a"), List.of("b"), List.of("c", "d", "e"));

            model.releaseOne();
            model.releaseOne();
            assertThat(model.calls()).last().isEqualTo(List.of("f"));
            model.release();
            vectors.forEach(EmbeddingBatcherTest::get);
        }
    }

    @Test
    void sendsAllThatWaitsWhenNothingMoreWillCome() {
        model = new HashingEmbeddingModel(new EmbeddingLimits(3, 100, 100, 8));
        try (EmbeddingBatcher batcher = batcher()) {
            get(batcher.embed("known", 1));
            model.hold();
            List<CompletableFuture<Vector>> vectors = embedAll(batcher, "a", "b", "c", "d");
            assertThat(model.calls()).last().isEqualTo(List.of("b"));

            batcher.flush();
            assertThat(model.calls()).last().isEqualTo(List.of("c", "d"));
            model.release();
            vectors.forEach(EmbeddingBatcherTest::get);
        }
    }

    @Test
    void triesAgainAfterATransientFailureUntilItWorks() {
        for (int i = 0; i < 5; i++) {
            model.failNext(new TransientException("rate-limited", "too fast", null));
        }
        try (EmbeddingBatcher batcher = batcher()) {
            assertThat(get(batcher.embed("patient", 1))).isNotNull();
            assertThat(model.calls()).hasSize(6);
            assertThat(batcher.counts().requests()).isEqualTo(1);
            assertThat(batcher.counts().retries()).isEqualTo(5);
        }
    }

    @Test
    void failsOnlyTheTextThatIsAtFault() {
        model.reject("bad");
        model.hold();
        try (EmbeddingBatcher batcher = batcher()) {
            CompletableFuture<Vector> first = batcher.embed("first", 1);
            List<CompletableFuture<Vector>> good = embedAll(batcher, "x", "y");
            CompletableFuture<Vector> bad = batcher.embed("bad", 1);
            CompletableFuture<Vector> last = batcher.embed("z", 1);
            model.release();

            get(first);
            good.forEach(EmbeddingBatcherTest::get);
            get(last);
            assertThatThrownBy(() -> get(bad)).hasCauseInstanceOf(RejectedException.class);
        }
    }

    @Test
    void failsEverythingThenAndLaterAfterAFatalFailure() {
        model.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));
        try (EmbeddingBatcher batcher = batcher()) {
            assertThatThrownBy(() -> get(batcher.embed("one", 1))).hasRootCauseMessage("embedding.api-key isn't right");
            assertThatThrownBy(() -> get(batcher.embed("two", 1))).hasRootCauseMessage("embedding.api-key isn't right");
            assertThat(model.calls()).hasSize(1);
        }
    }

    @Test
    void failsWhatWaitsWhenItIsClosed() {
        model.hold();
        EmbeddingBatcher batcher = batcher();
        var unused = batcher.embed("sent", 1);
        CompletableFuture<Vector> waiting = batcher.embed("waiting", 1);

        batcher.close();

        assertThatThrownBy(() -> get(waiting)).hasRootCauseMessage("the embedding stage was closed");
    }

    private EmbeddingBatcher batcher() {
        return new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, QUICK);
    }

    private static List<CompletableFuture<Vector>> embedAll(EmbeddingBatcher batcher, String... texts) {
        List<CompletableFuture<Vector>> vectors = new ArrayList<>();
        for (String text : texts) {
            vectors.add(batcher.embed(text, 1));
        }
        return vectors;
    }

    private static Vector get(CompletableFuture<Vector> vector) {
        return vector.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
