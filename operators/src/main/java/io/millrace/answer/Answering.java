package io.millrace.answer;

import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMetrics;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.Backoff;
import io.millrace.failure.Fatal;
import io.millrace.failure.Retrier;
import io.millrace.index.VectorStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.IOUtils;

/** What a task answers with: the engine and all that it needs, opened and closed together. */
final class Answering {
    /** The last one first, as they are closed. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final QueryEngine engine;

    /**
     * Opens everything; what was open is closed when something can't be.
     *
     * @param share of the job's rates that this task brings along
     * @throws RuntimeException that stops the job, where a person must mend something
     */
    Answering(AnsweringRecipes recipes, double share, MetricGroup metrics) {
        try {
            engine = engine(recipes, share, metrics);
        } catch (RuntimeException | Error e) {
            IOUtils.closeAllQuietly(opened);
            throw e;
        }
    }

    QueryEngine engine() {
        return engine;
    }

    /** Each of them, whatever becomes of the others. */
    void close() throws Exception {
        IOUtils.closeAll(opened);
    }

    private QueryEngine engine(AnsweringRecipes recipes, double share, MetricGroup metrics) {
        EmbeddingModel embedding = opened(Fatal.stopsTheJob(recipes.embedding()));
        VectorStore store = opened(Fatal.stopsTheJob(recipes.store()));
        EmbeddingBatcher questions = opened(
                new EmbeddingBatcher(embedding, EmbeddingMode.QUERY, false, recipes.pace(), share, Backoff.STANDARD));
        Answerer answerer = opened(recipes.chat() == null ? extractive(recipes, embedding) : chat(recipes, embedding));
        EmbeddingMetrics.register(metrics, questions);
        return new QueryEngine(
                new QueryEngine.EmbeddingStage(
                        embedding.space().provider() + "/" + embedding.space().model(),
                        questions,
                        embedding.tokenCounter(),
                        embedding.limits()),
                store,
                answerer,
                opened(new Retrier(Backoff.STANDARD)),
                recipes.timeout());
    }

    private Answerer extractive(AnsweringRecipes recipes, EmbeddingModel embedding) {
        EmbeddingBatcher sentences = opened(
                new EmbeddingBatcher(embedding, EmbeddingMode.DOCUMENT, false, recipes.pace(), 0, Backoff.STANDARD));
        return new ExtractiveAnswerer(
                sentences, embedding.tokenCounter(), embedding.limits().tokensPerInput());
    }

    private static Answerer chat(AnsweringRecipes recipes, EmbeddingModel embedding) {
        return new ChatAnswerer(
                Fatal.stopsTheJob(Objects.requireNonNull(recipes.chat())),
                embedding.tokenCounter(),
                recipes.evidenceTokens(),
                recipes.maxOutputTokens());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.addFirst(part);
        return part;
    }
}
