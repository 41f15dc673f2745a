package io.millrace.retrieve;

import io.millrace.embed.Vector;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Retrier;
import io.millrace.index.VectorStore;
import io.millrace.rerank.Ranking;
import io.millrace.rerank.Reranking;
import io.millrace.retrieve.ChunkQuery.Blend;
import io.millrace.usage.Usage;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds what a question is answered from: searches, reranks, reads around. Safe for use by many threads. */
public final class Retriever {
    private final VectorStore store;
    private final @Nullable Reranking reranking;
    private final Settings settings;
    private final Retrier retrier;

    /** Works with these; closes none of them. */
    public Retriever(VectorStore store, @Nullable Reranking reranking, Settings settings, Retrier retrier) {
        this.store = store;
        this.reranking = reranking;
        this.settings = settings;
        this.retrier = retrier;
    }

    /**
     * How it is searched.
     *
     * @param mode where the request says nothing else
     * @param blend of vectors and words
     * @param rerankCandidates chunks that are found to be reranked
     * @param rerankTime that reranking may take
     */
    public record Settings(SearchMode mode, Blend blend, int rerankCandidates, Duration rerankTime)
            implements Serializable {
        public static final Settings DEFAULT = new Settings(SearchMode.AUTO, Blend.EVEN, 50, Duration.ofSeconds(2));
    }

    /**
     * What is looked for.
     *
     * @param question the question's words
     * @param vector its vector; null where {@link #needsVector} says that none is needed
     * @param filter what chunks must satisfy
     * @param topK how many are wanted
     * @param minScore the least score, or null
     */
    public record Wanted(
            String question,
            @Nullable Vector vector,
            Filter filter,
            int topK,
            @Nullable Double minScore,
            SearchOptions options) {}

    /**
     * What was found.
     *
     * @param evidence best first
     * @param rerankModel the model whose order it is in; null for the search's order
     * @param rerankUsage what reranking took
     * @param notice why it isn't in the rerank model's order, or null
     */
    public record Found(
            List<Evidence> evidence,
            @Nullable String rerankModel,
            Usage rerankUsage,
            @Nullable Reason notice) {}

    /**
     * What a request's chunks are found by.
     *
     * @throws RejectedException when the collection can't be searched so
     */
    public SearchMode mode(SearchOptions options, @Nullable Double minScore) {
        SearchMode asked = options.mode() == SearchMode.AUTO ? settings.mode() : options.mode();
        if (asked == SearchMode.AUTO) {
            return store.findsWords() && minScore == null ? SearchMode.HYBRID : SearchMode.DENSE;
        }
        if (asked == SearchMode.SPARSE && options.diversity() != null) {
            throw new RejectedException(
                    "invalid-diversity", "'diversity' needs vectors: 'mode' must be dense or hybrid, got 'sparse'");
        }
        return asked;
    }

    /** Whether the question's vector is needed to find chunks in this mode. */
    public static boolean needsVector(SearchMode mode) {
        return mode != SearchMode.SPARSE;
    }

    /**
     * Finds it.
     *
     * @param mode as {@link #mode} gave it
     * @param timeLeft asked anew at each step
     */
    public CompletableFuture<Found> find(Wanted wanted, SearchMode mode, Supplier<Duration> timeLeft) {
        int candidates = reranking == null ? wanted.topK() : Math.max(settings.rerankCandidates(), wanted.topK());
        ChunkQuery query = new ChunkQuery(
                mode == SearchMode.SPARSE ? null : wanted.vector(),
                mode == SearchMode.DENSE ? null : wanted.question(),
                wanted.filter(),
                candidates,
                wanted.minScore(),
                settings.blend(),
                wanted.options().diversity(),
                wanted.options().onePerDocument());
        return retrier.call(() -> store.search(query), timeLeft.get())
                .thenCompose(found -> ranked(wanted, found, timeLeft))
                .thenCompose(ranked -> read(ranked, wanted.options().neighbours(), timeLeft));
    }

    /**
     * Looks up the chunks that examples name.
     *
     * @param visible what the request may see
     * @return fails with a {@link RejectedException} of the code {@code unknown-example} that names all that aren't there,
     *     or {@code too-many-examples}
     */
    public CompletableFuture<ExampleChunks> examples(Examples examples, Filter visible, Duration timeLeft) {
        return retrier.call(() -> ExampleChunks.find(store, examples, visible), timeLeft);
    }

    /**
     * Finds what is like something, in the order of the search: a rerank model reads questions, and there is none.
     *
     * @param query for a likeness
     * @param neighbours chunks before and after each one that are read along with it
     * @param timeLeft asked anew at each step
     */
    public CompletableFuture<Found> findAlike(ChunkQuery query, int neighbours, Supplier<Duration> timeLeft) {
        return retrier.call(() -> store.search(query), timeLeft.get())
                .thenCompose(found -> read(new Ranked(found, null, Usage.NONE, null), neighbours, timeLeft));
    }

    private CompletableFuture<Found> read(Ranked ranked, int neighbours, Supplier<Duration> timeLeft) {
        return retrier.call(() -> Passages.of(store, ranked.found(), neighbours), timeLeft.get())
                .thenApply(evidence -> new Found(evidence, ranked.model(), ranked.usage(), ranked.notice()));
    }

    private record Ranked(
            List<ScoredChunk> found,
            @Nullable String model,
            Usage usage,
            @Nullable Reason notice) {}

    private CompletableFuture<Ranked> ranked(Wanted wanted, List<ScoredChunk> found, Supplier<Duration> timeLeft) {
        Reranking stage = reranking;
        if (stage == null || found.isEmpty()) {
            return CompletableFuture.completedFuture(new Ranked(found, null, Usage.NONE, null));
        }
        Duration left = timeLeft.get();
        Duration budget = left.compareTo(settings.rerankTime()) < 0 ? left : settings.rerankTime();
        return stage.rank(wanted.question(), found, wanted.topK(), budget)
                .thenApply(ranking -> new Ranked(
                        scored(ranking),
                        ranking.fallback() == null ? stage.model() : null,
                        ranking.usage(),
                        ranking.fallback()));
    }

    private static List<ScoredChunk> scored(Ranking ranking) {
        return ranking.chunks().stream()
                .map(ranked -> {
                    Double score = ranked.rerankScore();
                    return score == null
                            ? ranked.found()
                            : new ScoredChunk(ranked.found().chunk(), score);
                })
                .toList();
    }
}
