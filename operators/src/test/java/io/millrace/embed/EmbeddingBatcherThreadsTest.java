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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddingBatcherThreadsTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    @Test
    void sendsTenThousandWaitingTextsToAModelThatAnswersOnTheCallersThread() {
        HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(1, 100, 100, 1));
        model.hold();
        try (EmbeddingBatcher batcher = batcher(model)) {
            List<CompletableFuture<Vector>> vectors = embed(batcher, 10_000);

            model.release();

            assertThat(vectors)
                    .allMatch(CompletableFuture::isDone)
                    .noneMatch(CompletableFuture::isCompletedExceptionally);
            assertThat(batcher.counts().requests()).isEqualTo(10_000);
            assertThat(batcher.counts().texts()).isEqualTo(10_000);
        }
    }

    @Test
    void halvesALargeRequestOfWhichEachTextIsRejected() {
        Answering model = new Answering(new EmbeddingLimits(5_000, 100, 100_000, 1));
        model.answerWith(texts -> CompletableFuture.failedFuture(new RejectedException("no", "never")));
        try (EmbeddingBatcher batcher = batcher(model)) {
            CompletableFuture<EmbeddingModel.Response> first = new CompletableFuture<>();
            model.answerFirstWith(first);
            List<CompletableFuture<Vector>> vectors = embed(batcher, 5_000);
            first.completeExceptionally(new RejectedException("no", "never"));

            assertThat(vectors).allMatch(CompletableFuture::isCompletedExceptionally);
        }
    }

    @Test
    void failsWhatWaitsToBeTriedAgainWhenItIsClosed() {
        HashingEmbeddingModel model = new HashingEmbeddingModel();
        model.failNext(new TransientException("busy", "try tomorrow", Duration.ofDays(1), null));
        EmbeddingBatcher batcher = batcher(model);
        CompletableFuture<Vector> resting = batcher.embed("patient", 1);

        batcher.close();

        assertThatThrownBy(() -> get(resting)).hasRootCauseMessage("the embedding stage was closed");
    }

    @Test
    void failsWhatWaitsToBeTriedAgainWhenAnotherRequestFailsForGood() {
        HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(1, 100, 100, 2));
        model.failNext(new TransientException("busy", "try again", null));
        model.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));
        Backoff patient = new Backoff(Duration.ofDays(1), Duration.ofDays(2));
        try (EmbeddingBatcher batcher = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, patient)) {
            CompletableFuture<Vector> resting = batcher.embed("patient", 1);
            var unused = batcher.embed("fatal", 1);

            assertThatThrownBy(() -> get(resting)).hasRootCauseMessage("embedding.api-key isn't right");
        }
    }

    @Test
    void failsARequestThatComesBackInPassingTroubleAfterTheClose() {
        Answering model = new Answering(new EmbeddingLimits(1, 100, 100, 1));
        CompletableFuture<EmbeddingModel.Response> call = new CompletableFuture<>();
        model.answerWith(texts -> call);
        EmbeddingBatcher batcher = batcher(model);
        CompletableFuture<Vector> vector = batcher.embed("late", 1);

        batcher.close();
        call.completeExceptionally(new TransientException("model-closed", "closed under way", null));

        assertThatThrownBy(() -> get(vector)).hasRootCauseMessage("the embedding stage was closed");
    }

    @Test
    void failsWhereTheModelBreaksWithAnError() {
        Answering model = new Answering(new EmbeddingLimits(1, 100, 100, 1));
        model.answerWith(texts -> {
            throw new UnsatisfiedLinkError("no native library");
        });
        try (EmbeddingBatcher batcher = batcher(model)) {
            assertThatThrownBy(() -> get(batcher.embed("x", 1)))
                    .hasCauseInstanceOf(FatalException.class)
                    .hasRootCauseMessage("no native library");
        }
    }

    @Test
    void failsWhereTheModelGivesAnotherNumberOfVectors() {
        Answering model = new Answering(new EmbeddingLimits(1, 100, 100, 1));
        model.answerWith(texts -> CompletableFuture.completedFuture(
                new EmbeddingModel.Response(List.of(), io.millrace.usage.Usage.NONE)));
        try (EmbeddingBatcher batcher = batcher(model)) {
            assertThatThrownBy(() -> get(batcher.embed("x", 1)))
                    .hasRootCauseMessage("hashing/words, 64 dimensions, cosine gave 0 vectors for 1 texts");
        }
    }

    @Test
    void answersEveryTextWhateverTheThreadsAndTheTrouble() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        EmbeddingLimits limits = new EmbeddingLimits(1 + random.nextInt(8), 100, 50, 1 + random.nextInt(4));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Answering model = new Answering(limits);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger mostInFlight = new AtomicInteger();
        model.answerWith(texts -> {
            int call = calls.incrementAndGet();
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            var answered = call % 3 == 0
                    ? model.whatItSays(texts, call)
                    : CompletableFuture.supplyAsync(() -> texts, threads).thenCompose(t -> model.whatItSays(t, call));
            return answered.whenComplete((response, failure) -> inFlight.decrementAndGet());
        });
        try (EmbeddingBatcher batcher = batcher(model)) {
            List<CompletableFuture<List<CompletableFuture<Vector>>>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                callers.add(CompletableFuture.supplyAsync(() -> embed(batcher, 200), threads));
            }
            for (var caller : callers) {
                List<CompletableFuture<Vector>> vectors = get(caller);
                for (int i = 0; i < vectors.size(); i++) {
                    boolean rejected = get(vectors.get(i).handle((vector, failure) -> failure != null));
                    assertThat(rejected).as("seed %d, text %d", seed, i).isEqualTo(i % 97 == 0);
                }
            }
            assertThat(mostInFlight.get()).as("seed %d", seed).isLessThanOrEqualTo(limits.concurrency());
        } finally {
            threads.shutdownNow();
        }
    }

    private static EmbeddingBatcher batcher(EmbeddingModel model) {
        return new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, QUICK);
    }

    private static List<CompletableFuture<Vector>> embed(EmbeddingBatcher batcher, int texts) {
        List<CompletableFuture<Vector>> vectors = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            vectors.add(batcher.embed((i % 97 == 0 ? "bad " : "good ") + i, 2));
        }
        return vectors;
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
