package io.millrace.answer;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.Fatal;
import io.millrace.failure.Reason;
import io.millrace.usage.SpendMetrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/** Answers requests, each on its own: for unordered asynchronous waiting. */
public final class AnswerFunction extends RichAsyncFunction<Request, Answer> {
    private static final long serialVersionUID = 1L;

    private final AnsweringRecipes recipes;
    private transient Answering answering;
    private transient AtomicLong answers;
    private transient SpendMetrics spend;
    private transient volatile boolean closed;

    public AnswerFunction(AnsweringRecipes recipes) {
        this.recipes = recipes;
    }

    @Override
    public void open(OpenContext context) {
        double share = 1.0 / getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        answering = new Answering(recipes, share, getRuntimeContext().getMetricGroup());
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("query");
        answers = new AtomicLong();
        metrics.gauge("answers", answers::get);
        spend = new SpendMetrics(getRuntimeContext().getMetricGroup(), recipes.prices());
    }

    @Override
    public void asyncInvoke(Request request, ResultFuture<Answer> result) {
        var unused = answering.engine().answer(request, part -> {}).whenComplete((answer, failure) -> {
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
        if (answering != null) {
            answering.close();
        }
    }
}
