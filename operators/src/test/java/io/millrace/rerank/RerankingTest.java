package io.millrace.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.chunk.EmbeddingText;
import io.millrace.embed.ManualTiming;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerankingTest {
    private static final Duration BUDGET = Duration.ofSeconds(2);
    /** The longest wait before a second try. */
    private static final Duration RETRY = Duration.ofMillis(100);

    private static final String STANDS = "; the order is the search's";
    private final TransientException busy = new TransientException("unavailable", "come back", null);

    private final ManualTiming timing = new ManualTiming();
    private final PatientRerankModel model = new PatientRerankModel(RerankLimits.ofDocuments(2));
    private final Reranking reranking =
            new Reranking(model, EmbeddingText.TITLE, text -> text.split(" ", -1).length, timing);

    @Test
    void putsTheBestFirstWithBothScores() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).answer(-3, 0.5);

        assertThat(texts(ranking)).containsExactly("b", "a");
        assertThat(ranking.join().chunks())
                .extracting(RankedChunk::rerankScore, chunk -> chunk.found().score())
                .containsExactly(tuple(0.5, 0.9), tuple(-3.0, 1.0));
        assertThat(ranking.join().fallback()).isNull();
    }

    @Test
    void asksForAllAtOnceInAsManyRequestsAsTheModelWants() {
        CompletableFuture<Ranking> ranking = rank(3, "a", "b", "c", "d", "e");

        assertThat(model.calls())
                .extracting(PatientRerankModel.Call::documents)
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        model.call(2).answer(0.8);
        model.call(0).answer(0.1, 0.2);
        assertThat(ranking).isNotDone();
        model.call(1).answer(0.9, 0.3);

        assertThat(texts(ranking)).containsExactly("c", "e", "d");
        assertThat(ranking.join().usage()).isEqualTo(new Usage(3, 30, 0));
    }

    @Test
    void keepsTheSearchsOrderOfEqualScores() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).answer(0.5, 0.5);

        assertThat(texts(ranking)).containsExactly("a", "b");
    }

    @Test
    void readsAChunkWithItsTitle() {
        ScoredChunk titled =
                new ScoredChunk(Chunks.with("topic:documents", null, "The mill", Chunks.chunk("d", "It turns.")), 1.0);

        var unused = reranking.rank("mill?", List.of(titled), 1, BUDGET);

        assertThat(model.call(0).documents()).containsExactly("The mill It turns.");
        assertThat(model.call(0).query()).isEqualTo("mill?");
    }

    @Test
    void asksNothingWhereNothingWasFound() {
        assertThat(rank(5).join()).isEqualTo(new Ranking(List.of(), null, Usage.NONE));
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void refusesToLookForNothing() {
        assertThatThrownBy(() -> rank(0, "a")).hasMessage("topK must be at least 1, got 0");
    }

    @Test
    void keepsTheSearchsOrderWhenTheModelIsLateAndGivesItsCallsUp() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b", "c");
        model.call(1).answer(0.7);

        timing.pass(BUDGET.minusNanos(1));
        assertThat(ranking).isNotDone();
        timing.pass(Duration.ofNanos(1));

        assertThat(texts(ranking)).containsExactly("a", "b");
        assertThat(ranking.join().chunks()).extracting(RankedChunk::rerankScore).containsOnlyNulls();
        assertThat(ranking.join().fallback())
                .isEqualTo(new Reason(
                        Ranking.TIMEOUT, "patient/one didn't answer within 2000 ms (rerank.timeout)" + STANDS));
        assertThat(ranking.join().usage()).as("what was answered is paid").isEqualTo(new Usage(1, 10, 0));
        assertThat(model.call(0).reply()).isCancelled();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5})
    void sendsNothingWhenThereIsNoTime(long millis) {
        Ranking ranking = reranking
                .rank("q", found("a", "b"), 1, Duration.ofMillis(millis))
                .join();

        assertThat(ranking.fallback()).extracting(Reason::code).isEqualTo(Ranking.TIMEOUT);
        assertThat(ranking.chunks()).hasSize(1);
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void triesOnceMoreWhatFailedInPassing() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).fail(busy);
        timing.pass(RETRY);
        model.call(1).answer(0.1, 0.2);

        assertThat(texts(ranking)).containsExactly("b", "a");
        assertThat(model.calls()).hasSize(2);
    }

    @Test
    void triesNoThirdTime() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).fail(busy);
        timing.pass(RETRY);
        model.call(1).fail(busy);

        assertThat(ranking.join().fallback()).isEqualTo(new Reason(Ranking.FAILED, "come back" + STANDS));
        assertThat(texts(ranking)).containsExactly("a", "b");
        timing.pass(BUDGET);
        assertThat(model.calls()).hasSize(2);
    }

    @Test
    void doesNotTryAgainWhenItIsAskedToWaitBeyondTheBudget() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).fail(new TransientException("rate-limited", "in centuries", Duration.ofDays(200_000), null));

        assertThat(ranking.join().fallback()).isEqualTo(new Reason(Ranking.FAILED, "in centuries" + STANDS));
    }

    @Test
    void sendsNoSecondTryAfterAnotherRequestHasSettledIt() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b", "c");

        model.call(0).fail(busy);
        model.call(1).fail(new RejectedException("bad-request", "no"));
        timing.pass(RETRY);

        assertThat(ranking).isDone();
        assertThat(model.calls()).hasSize(2);
    }

    @Test
    void saysThatItWasLateWhenTheModelNoticedFirst() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        timing.pass(BUDGET.minusMillis(10));
        model.call(0).fail(new TransientException("timed-out", "no answer within 2 s", null));

        assertThat(ranking.join().fallback()).isEqualTo(new Reason(Ranking.TIMEOUT, "no answer within 2 s" + STANDS));
    }

    @Test
    void keepsTheSearchsOrderWhenTheModelRefuses() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b", "c");

        model.call(0).fail(new RejectedException("bad-request", "too long"));

        assertThat(ranking.join().fallback()).isEqualTo(new Reason(Ranking.REJECTED, "too long" + STANDS));
        assertThat(texts(ranking)).containsExactly("a", "b");
        assertThat(model.call(1).reply()).isCancelled();
    }

    @Test
    void failsAsTheModelDoesWhereAPersonMustMendIt() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b", "c");
        FatalException wrongKey = new FatalException("api-key-refused", "set rerank.api-key");

        model.call(0).fail(wrongKey);

        assertThatThrownBy(ranking::join).hasCause(wrongKey);
        assertThat(model.call(1).reply()).isCancelled();
    }

    @Test
    void keepsTheSearchsOrderWhenScoresAreMissing() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).answer(0.4);

        assertThat(ranking.join().fallback())
                .isEqualTo(new Reason(Ranking.FAILED, "patient/one answered 1 scores for 2 documents" + STANDS));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void keepsTheSearchsOrderWhenAScoreIsNoNumber(double score) {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b");

        model.call(0).answer(0.4, score);

        assertThat(texts(ranking)).containsExactly("a", "b");
        assertThat(ranking.join().fallback())
                .isEqualTo(new Reason(Ranking.FAILED, "patient/one answered a score that isn't finite" + STANDS));
    }

    @Test
    void givesItsCallsUpWhenItIsGivenUp() {
        CompletableFuture<Ranking> ranking = rank(2, "a", "b", "c");

        ranking.cancel(true);

        assertThat(model.calls()).allSatisfy(call -> assertThat(call.reply()).isCancelled());
    }

    @Test
    void closesItsModelAndItsTimer() {
        reranking.close();

        assertThat(model.isClosed()).isTrue();
        assertThat(timing.isClosed()).isTrue();
    }

    private CompletableFuture<Ranking> rank(int topK, String... texts) {
        return reranking.rank("q", found(texts), topK, BUDGET);
    }

    /** Each a little farther from the question than the one before. */
    private static List<ScoredChunk> found(String... texts) {
        List<ScoredChunk> found = new ArrayList<>();
        for (String text : texts) {
            found.add(new ScoredChunk(Chunks.chunk("d", text), (10 - found.size()) / 10.0));
        }
        return found;
    }

    private static List<String> texts(CompletableFuture<Ranking> ranking) {
        return ranking.join().chunks().stream()
                .map(chunk -> chunk.found().chunk().text())
                .toList();
    }
}
