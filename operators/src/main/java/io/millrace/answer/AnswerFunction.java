package io.millrace.answer;

import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMetrics;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.Fatal;
import io.millrace.failure.Reason;
import io.millrace.failure.Retrier;
import io.millrace.index.VectorStore;
import io.millrace.usage.PriceTable;
import io.millrace.usage.SpendMetrics;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/** Answers requests, each on its own: for unordered asynchronous waiting. */
public final class AnswerFunction extends RichAsyncFunction<Request, Answer> {
    private static final long serialVersionUID = 1L;

    private final Recipes recipes;
    private transient EmbeddingModel embedding;
    private transient EmbeddingBatcher questions;
    private transient EmbeddingBatcher sentences;
    private transient VectorStore store;
    private transient Answerer answerer;
    private transient Retrier retrier;
    private transient QueryEngine engine;
    private transient AtomicLong answers;
    private transient SpendMetrics spend;
    private transient volatile boolean closed;

    public AnswerFunction(Recipes recipes) {
        this.recipes = recipes;
    }

    /**
     * How to open what answering needs.
     *
     * @param embedding the embedding model
     * @param pace how fast the job may call the embedding model
     * @param chat the chat model, or null to quote instead of writing
     * @param store the collection
     * @param timeout of one request
     * @param evidenceTokens of the evidence in one prompt
     * @param maxOutputTokens that the chat model may write
     * @param prices what models cost
     */
    public record Recipes(
            SerializableSupplier<EmbeddingModel> embedding,
            PaceSettings pace,
            @Nullable SerializableSupplier<ChatModel> chat,
            SerializableSupplier<VectorStore> store,
            Duration timeout,
            int evidenceTokens,
            int maxOutputTokens,
            PriceTable prices)
            implements Serializable {}

    @Override
    public void open(OpenContext context) {
        embedding = Fatal.stopsTheJob(recipes.embedding());
        double share = 1.0 / getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        questions =
                new EmbeddingBatcher(embedding, EmbeddingMode.QUERY, false, recipes.pace(), share, Backoff.STANDARD);
        sentences = new EmbeddingBatcher(embedding, EmbeddingMode.DOCUMENT, false, recipes.pace(), 0, Backoff.STANDARD);
        store = Fatal.stopsTheJob(recipes.store());
        answerer = recipes.chat() == null
                ? new ExtractiveAnswerer(
                        sentences, embedding.tokenCounter(), embedding.limits().tokensPerInput())
                : new ChatAnswerer(
                        Fatal.stopsTheJob(recipes.chat()),
                        embedding.tokenCounter(),
                        recipes.evidenceTokens(),
                        recipes.maxOutputTokens());
        retrier = new Retrier(Backoff.STANDARD);
        engine = new QueryEngine(
                new QueryEngine.EmbeddingStage(
                        embedding.space().provider() + "/" + embedding.space().model(),
                        questions,
                        embedding.tokenCounter(),
                        embedding.limits()),
                store,
                answerer,
                retrier,
                recipes.timeout());
        EmbeddingMetrics.register(getRuntimeContext().getMetricGroup(), questions);
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("query");
        answers = new AtomicLong();
        metrics.gauge("answers", answers::get);
        spend = new SpendMetrics(getRuntimeContext().getMetricGroup(), recipes.prices());
    }

    @Override
    public void asyncInvoke(Request request, ResultFuture<Answer> result) {
        var unused = engine.answer(request).whenComplete((answer, failure) -> {
            if (failure == null) {
                answers.incrementAndGet();
                count(answer, request.tenant());
                result.complete(List.of(answer));
            } else if (!closed) {
                // A job that is stopped with a savepoint closes this with requests in flight. They are in the
                // savepoint, so that they fail here is no failure of the job.
                result.completeExceptionally(Fatal.stopping(ClassifiedException.of(failure)));
            }
        });
    }

    private void count(Answer answer, @Nullable String tenant) {
        answer.usage().forEach((role, usage) -> {
            String model = answer.modelOf(role);
            if (model != null) {
                spend.add(model, tenant, usage);
            }
        });
    }

    /** The engine keeps its own time; this is for a defect that would leave a request without an answer. */
    @Override
    public void timeout(Request request, ResultFuture<Answer> result) {
        result.complete(List.of(Answer.without(
                request.id(), Answer.Status.FAILED, new Reason("timeout", "no answer within twice query.timeout"))));
    }

    @Override
    public void close() throws Exception {
        closed = true;
        // Each of them, whatever becomes of the others; those that open() didn't come to are null.
        IOUtils.closeAll(retrier, questions, sentences, answerer, store, embedding);
    }
}
