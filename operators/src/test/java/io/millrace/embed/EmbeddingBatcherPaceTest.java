package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.Backoff;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When requests go, in time that passes as the tests say. */
class EmbeddingBatcherPaceTest {
    private static final Backoff SECONDS = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(8));

    private final ManualTiming timing = new ManualTiming();
    private final HashingEmbeddingModel model = new HashingEmbeddingModel(new EmbeddingLimits(64, 100, 1000, 8));
    private @Nullable EmbeddingBatcher batcher;

    @AfterEach
    void close() {
        if (batcher != null) {
            batcher.close();
            assertThat(timing.isClosed()).isTrue();
        }
    }

    @Test
    void keepsToTheRequestsOfAMinute() {
        open(60L, null);
        for (int i = 0; i < 10; i++) {
            ask("text " + i);
        }
        assertThat(model.calls()).hasSize(1);

        timing.pass(Duration.ofMillis(999));
        assertThat(model.calls()).hasSize(1);
        timing.pass(Duration.ofMillis(2));

        assertThat(model.calls()).hasSize(2);
        assertThat(model.calls().get(1)).hasSize(9);
    }

    @Test
    void keepsToTheTokensOfAMinute() {
        open(null, 60L);
        ask("word ".repeat(30), 30);
        ask("second", 1);
        assertThat(model.calls()).hasSize(1);

        timing.pass(Duration.ofSeconds(28));
        assertThat(model.calls()).hasSize(1);
        timing.pass(Duration.ofSeconds(2));

        assertThat(model.calls()).hasSize(2);
    }

    @Test
    void learnsTheRateFromTheProvider() {
        model.say(new RateLimits(new RateLimits.Window(60, 0, Duration.ofMinutes(1)), null));
        open(null, null);
        ask("first");
        ask("second");
        assertThat(model.calls()).hasSize(1);

        timing.pass(Duration.ofMillis(1001));

        assertThat(model.calls()).hasSize(2);
    }

    @Test
    void leavesTheProviderAloneForAsLongAsItAsks() {
        open(null, null);
        model.failNext(new TransientException("rate-limited", "slow down", Duration.ofSeconds(20), null));
        ask("refused");
        ask("another");
        assertThat(model.calls()).hasSize(1);

        timing.pass(Duration.ofMillis(19_999));
        assertThat(model.calls()).hasSize(1);
        timing.pass(Duration.ofMillis(100));

        assertThat(model.calls()).containsExactly(List.of("refused"), List.of("refused"), List.of("another"));
    }

    @Test
    void waitsBeforeItTriesOneRequestAgainAndSendsOthersMeanwhile() {
        open(null, null);
        model.failNext(new TransientException("unavailable", "a moment", null));
        ask("failed");
        ask("another");
        assertThat(model.calls()).containsExactly(List.of("failed"), List.of("another"));

        timing.pass(Duration.ofSeconds(2));

        assertThat(model.calls()).last().isEqualTo(List.of("failed"));
    }

    @Test
    void sendsOnlyProbesInAnOutage() {
        open(null, null);
        List<CompletableFuture<Vector>> vectors = new ArrayList<>();
        for (int i = 0; i < 10000; i++) {
            model.failNext(new TransientException("unavailable", "out of service", null));
        }
        for (int i = 0; i < 20; i++) {
            vectors.add(embed("text " + i));
        }
        timing.pass(Duration.ofSeconds(30));
        assertThat(batcher().counts().outage()).isTrue();
        int before = model.calls().size();

        timing.pass(Duration.ofMinutes(5));
        // Every 4 to 8 seconds one, and no more.
        assertThat(model.calls()).hasSizeBetween(before + 300 / 8 - 1, before + 300 / 4 + 1);

        model.failNoMore();
        timing.pass(Duration.ofSeconds(16));
        assertThat(vectors).allMatch(CompletableFuture::isDone);
        assertThat(batcher().counts().outage()).isFalse();
    }

    @Test
    void hasFewWakeUpsToComeHoweverOftenAnEarlierOneWasAskedFor() {
        Answering slow = new Answering(new EmbeddingLimits(1, 100, 1000, 8));
        Random random = new Random(1);
        // Each answer says that there were fewer tokens than was reckoned with, so the next request may go earlier.
        slow.answerWith(texts -> {
            CompletableFuture<EmbeddingModel.Response> response = new CompletableFuture<>();
            timing.after(
                    random.nextLong(2_000_000_000),
                    () -> response.complete(slow.whatItSays(texts, 1).join()));
            return response;
        });
        batcher = batcher(slow, null, 300L);
        for (int i = 0; i < 3000; i++) {
            ask("text " + i, 12);
        }

        timing.pass(Duration.ofMinutes(10));

        EmbeddingBatcher.Counts counts = batcher().counts();
        assertThat(counts.waiting()).isPositive();
        // The next one, and those that it came before and that are not yet over.
        assertThat(timing.toCome() - counts.inFlight()).isLessThanOrEqualTo(4);
    }

    @Test
    void sendsFewerAtATimeWhileTheProviderIsOverloaded() {
        open(null, null);
        ask("known");
        model.hold();
        for (int i = 0; i < 8; i++) {
            ask("text " + i);
        }
        assertThat(batcher().counts().inFlight()).isEqualTo(8);

        model.failHeld(new TransientException("unavailable", "overloaded", null));

        assertThat(batcher().counts().limit()).isEqualTo(4);
    }

    @Test
    void findsABadTextAmongManyInFewRequests() {
        Answering strict = new Answering(new EmbeddingLimits(64, 100, 100_000, 1));
        List<List<String>> calls = new ArrayList<>();
        strict.answerWith(texts -> {
            calls.add(texts);
            return texts.contains("text 37")
                    ? CompletableFuture.failedFuture(new RejectedException("bad", "one of them is bad"))
                    : strict.whatItSays(texts, 1);
        });
        batcher = batcher(strict, null, null);
        List<CompletableFuture<Vector>> vectors = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            CompletableFuture<Vector> vector = new CompletableFuture<>();
            batcher.add(new Telling("text " + i, 1, vector));
            vectors.add(vector);
        }

        for (int i = 0; i < 64; i++) {
            assertThat(vectors.get(i).isCompletedExceptionally())
                    .as("text %d", i)
                    .isEqualTo(i == 37);
        }
        // The first one, log2(64) halves, the one at fault alone, and what was given back.
        assertThat(calls).hasSizeLessThanOrEqualTo(1 + 6 + 1 + 2);
        assertThat(calls.stream().flatMap(List::stream).filter("text 37"::equals))
                .hasSizeLessThanOrEqualTo(8);
    }

    private record Telling(String text, int tokens, CompletableFuture<Vector> vector) implements PendingText {
        @Override
        public void embedded(Vector embedding, int billed) {
            vector.complete(embedding);
        }

        @Override
        public void failed(io.millrace.failure.ClassifiedException failure) {
            vector.completeExceptionally(failure);
        }
    }

    private void ask(String text) {
        ask(text, 1);
    }

    private void ask(String text, int tokens) {
        var unused = embed(text, tokens);
    }

    private CompletableFuture<Vector> embed(String text) {
        return embed(text, 1);
    }

    private CompletableFuture<Vector> embed(String text, int tokens) {
        return batcher().embed(text, tokens);
    }

    private EmbeddingBatcher batcher() {
        return java.util.Objects.requireNonNull(batcher);
    }

    private void open(@Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute) {
        batcher = batcher(model, requestsPerMinute, tokensPerMinute);
    }

    private EmbeddingBatcher batcher(
            EmbeddingModel called, @Nullable Long requestsPerMinute, @Nullable Long tokensPerMinute) {
        return new EmbeddingBatcher(
                called,
                EmbeddingMode.QUERY,
                false,
                new PaceSettings("test", 1, requestsPerMinute, tokensPerMinute),
                1,
                SECONDS,
                Spending.FREE,
                answered -> {},
                timing);
    }
}
