package io.millrace.answer;

import io.millrace.answer.kept.AnswerStore;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMetrics;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.Backoff;
import io.millrace.failure.DaemonTimer;
import io.millrace.failure.Fatal;
import io.millrace.failure.Retrier;
import io.millrace.index.VectorStore;
import io.millrace.rerank.Reranking;
import io.millrace.retrieve.Retriever;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task answers with: the engine and all that it needs, opened and closed together. */
final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

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
        ChatModel chat = recipes.chat() == null ? null : opened(Fatal.stopsTheJob(recipes.chat()));
        EmbeddingBatcher documents = opened(
                new EmbeddingBatcher(embedding, EmbeddingMode.DOCUMENT, false, recipes.pace(), 0, Backoff.STANDARD));
        Answerer answerer = chat == null
                ? new ExtractiveAnswerer(
                        documents, embedding.tokenCounter(), embedding.limits().tokensPerInput())
                : written(recipes, chat, embedding, metrics);
        EmbeddingMetrics.register(metrics, questions);
        Retrier retrier = opened(new Retrier(Backoff.STANDARD));
        AnsweringRecipes.Search search = recipes.search();
        String name = embedding.name();
        Memory memory = recipes.kept() == null ? null : memory(recipes.kept(), name + "\n" + answerer.models());
        QueryStages stages = QueryStages.of(
                new QueryStages.EmbeddingStage(
                        name, questions, documents, embedding.tokenCounter(), embedding.limits()),
                store,
                answerer,
                new Retriever(store, reranking(search, embedding), search.settings(), retrier));
        QueryRules rules = QueryRules.within(recipes.timeout())
                .seeing(search.access())
                .admitting(admission(recipes.limits(), memory, retrier, recipes.timeout()));
        return new QueryEngine(
                memory == null
                        ? stages
                        : stages.remembering(
                                memory,
                                new FollowUps(chat, retrier, recipes.timeout().dividedBy(4))),
                rules,
                retrier);
    }

    private static Answerer written(
            AnsweringRecipes recipes, ChatModel chat, EmbeddingModel embedding, MetricGroup metrics) {
        ChatAnswerer answerer =
                new ChatAnswerer(chat, embedding.tokenCounter(), recipes.evidenceTokens(), recipes.maxOutputTokens());
        metrics.addGroup("query").gauge("citationsRemoved", answerer::citationsRemoved);
        return answerer;
    }

    /** What a tenant took before this task was there is known from the answers that are kept. */
    private static Admission admission(TenantLimits limits, @Nullable Memory memory, Retrier retrier, Duration time) {
        Admission.TokensTaken remembered = memory == null
                ? Admission.TokensTaken.NOTHING
                : (tenant, from, until) -> retrier.call(() -> memory.tokens(tenant, from, until), time);
        return new Admission(limits, remembered, Clock.systemUTC());
    }

    private @Nullable Reranking reranking(AnsweringRecipes.Search search, EmbeddingModel embedding) {
        return search.reranker() == null
                ? null
                : opened(new Reranking(Fatal.stopsTheJob(search.reranker()), search.text(), embedding.tokenCounter()));
    }

    private Memory memory(AnsweringRecipes.Kept kept, String models) {
        AnswerStore answers = opened(Fatal.stopsTheJob(kept.store()));
        Memory memory = new Memory(answers, kept, models, Clock.systemUTC());
        ScheduledExecutorService timer = DaemonTimer.named("forget-answers");
        opened(timer::shutdownNow);
        forgetNowAndThen(memory, timer);
        return memory;
    }

    private static void forgetNowAndThen(Memory memory, ScheduledExecutorService timer) {
        var unused = memory.forget().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Old answers couldn't be removed; it is tried again in an hour: {}", failure.getMessage());
            }
            DaemonTimer.later(timer, FORGET_EVERY.toNanos(), () -> forgetNowAndThen(memory, timer));
        });
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.addFirst(part);
        return part;
    }
}
