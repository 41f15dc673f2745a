package io.millrace.rerank;

import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.Timing;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Puts what a search found into a rerank model's order, in time or not at all. Safe for use by many threads.
 *
 * <p>A model that is late, fails, refuses or answers nonsense costs the better order, never the answer: the search's
 * order stands, and the ranking says why. What the model allows in one request is kept to by several, all at once. A
 * request that fails in passing is sent once more, if the time allows.
 */
public final class Reranking implements AutoCloseable {
    private final RerankModel model;
    private final EmbeddingText text;
    private final TokenCounter tokens;
    private final Timing timing;

    /**
     * @param model closed with this
     * @param text what the model reads of a chunk
     * @param tokens counts where the model's limits are in tokens; need not be the model's own
     */
    public Reranking(RerankModel model, EmbeddingText text, TokenCounter tokens) {
        this(model, text, tokens, Timing.system("rerank"));
    }

    Reranking(RerankModel model, EmbeddingText text, TokenCounter tokens, Timing timing) {
        this.model = model;
        this.text = text;
        this.tokens = tokens;
        this.timing = timing;
    }

    /** The model's name, with its provider's. */
    public String model() {
        return model.name();
    }

    /**
     * The best of the candidates. The future fails only with a {@link io.millrace.failure.FatalException}, which stops
     * the job as everywhere. It completes on a thread of the model's or the timer's, once the budget is over at the
     * latest; what is in flight then is given up, as when the future is cancelled.
     *
     * @param question what was asked
     * @param candidates what was found, best first
     * @param topK how many are wanted, at least 1
     * @param budget the time that there is; nothing is sent when there is none
     */
    public CompletableFuture<Ranking> rank(String question, List<ScoredChunk> candidates, int topK, Duration budget) {
        if (topK < 1) {
            throw new IllegalArgumentException("topK must be at least 1, got " + topK);
        }
        if (candidates.isEmpty()) {
            return CompletableFuture.completedFuture(Ranking.asFound(candidates, topK, null, Usage.NONE));
        }
        List<String> texts =
                candidates.stream().map(found -> text.of(found.chunk())).toList();
        RerankRequests requests = RerankRequests.of(question, texts, model.limits(), tokens);
        return new RerankRun(model, timing, candidates, topK, budget).start(requests);
    }

    @Override
    public void close() {
        timing.close();
        model.close();
    }
}
