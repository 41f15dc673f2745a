package io.millrace.embed;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.EmbeddingText;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Fatal;
import io.millrace.index.IndexOperation;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.function.SerializableSupplier;

/** Gives each chunk its vector, many chunks to a request; other steps pass through. For ordered asynchronous waiting. */
public final class EmbedFunction extends RichAsyncFunction<IndexOperation, EmbedOutcome> {
    private static final long serialVersionUID = 1L;

    private final SerializableSupplier<EmbeddingModel> recipe;
    private final EmbeddingText embeddingText;
    private transient EmbeddingModel model;
    private transient EmbeddingBatcher batcher;
    private transient volatile boolean closed;

    public EmbedFunction(SerializableSupplier<EmbeddingModel> recipe, EmbeddingText embeddingText) {
        this.recipe = recipe;
        this.embeddingText = embeddingText;
    }

    /**
     * How many chunks may wait for their vectors at once: enough to fill every request in flight while the next ones
     * gather.
     */
    public static int capacity(EmbeddingLimits limits) {
        return (int) Math.min(8192L, 2L * limits.inputs() * limits.concurrency());
    }

    @Override
    public void open(OpenContext context) {
        model = Fatal.stopsTheJob(recipe);
        batcher = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, Backoff.STANDARD);
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("embedding");
        metrics.gauge("requests", () -> batcher.counts().requests());
        metrics.gauge("texts", () -> batcher.counts().texts());
        metrics.gauge("retries", () -> batcher.counts().retries());
    }

    @Override
    public void asyncInvoke(IndexOperation operation, ResultFuture<EmbedOutcome> result) {
        Chunk chunk = operation.chunk();
        if (chunk == null || operation.type() != IndexOperation.Type.PUT) {
            result.complete(List.of(new EmbedOutcome(operation, null, 0)));
            return;
        }
        int limit = model.limits().tokensPerInput();
        String text = TokenLimit.cut(embeddingText.of(chunk), limit, model.tokenCounter());
        int tokens = Math.min(limit, model.tokenCounter().count(text));
        var unused = batcher.embed(text, tokens).whenComplete((vector, failure) -> {
            if (failure == null) {
                result.complete(List.of(new EmbedOutcome(operation.withVector(vector), null, tokens)));
            } else if (!closed) {
                // A job that is stopped with a savepoint closes this with chunks in flight: they are in the savepoint.
                // That they fail here is no failure of the job.
                settle(operation, ClassifiedException.of(failure), result);
            }
        });
    }

    @Override
    public void timeout(IndexOperation operation, ResultFuture<EmbedOutcome> result) {
        throw new IllegalStateException("embedding waits for as long as it takes: it has no timeout");
    }

    @Override
    public void close() {
        closed = true;
        if (batcher != null) {
            batcher.close();
        }
        if (model != null) {
            model.close();
        }
    }

    private static void settle(
            IndexOperation operation, ClassifiedException failure, ResultFuture<EmbedOutcome> result) {
        if (failure.kind() != FailureKind.REJECTED) {
            result.completeExceptionally(Fatal.stopping(failure));
            return;
        }
        result.complete(List.of(new EmbedOutcome(operation, failure.reason(), 0)));
    }
}
