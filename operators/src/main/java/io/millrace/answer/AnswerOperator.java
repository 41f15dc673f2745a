package io.millrace.answer;

import io.millrace.answer.RequestInFlight.News;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.Fatal;
import io.millrace.failure.Reason;
import io.millrace.failure.Retrier;
import io.millrace.usage.SpendMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests, so many at a time; beyond that it takes none. A batch counts as the requests that its questions would be,
 * up to all of them. What comes of them is handed on by the task's thread,
 * which is told once, however much has come.
 *
 * <p>Requests in flight are in each checkpoint, and are taken up again by a job that goes on from it, at any
 * parallelism: their answers may take longer than a checkpoint should, and the source's offsets move beyond them. Each is
 * taken up where the requests that come after it go.
 */
final class AnswerOperator extends AbstractStreamOperator<Answer>
        implements OneInputStreamOperator<Request, Answer>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private static final String STATE = "requests";

    private final AnsweringRecipes recipes;
    private final int concurrency;
    private final transient MailboxExecutor mailbox;

    private transient ListState<Request> state;
    /** Those of a checkpoint that no place was free for yet. */
    private transient Queue<Request> restored;

    /** In the order in which they were begun, each with the net below it. */
    private transient Map<RequestInFlight, ScheduledFuture<?>> inFlight;

    /** Places that those in flight take. */
    private transient int taken;

    private transient Queue<RequestInFlight> news;
    private transient AtomicBoolean told;
    private transient Answering answering;
    private transient AtomicLong answers;
    private transient AtomicLong rejected;
    private transient SpendMetrics spend;
    private transient volatile boolean closed;
    private transient volatile @Nullable ClassifiedException failure;

    AnswerOperator(
            StreamOperatorParameters<Answer> parameters,
            AnsweringRecipes recipes,
            int concurrency,
            MailboxExecutor mailbox) {
        super(parameters);
        this.recipes = recipes;
        this.concurrency = concurrency;
        this.mailbox = mailbox;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>(STATE, TypeInformation.of(Request.class)));
        restored = new ArrayDeque<>();
        TaskInfo task = getRuntimeContext().getTaskInfo();
        for (Request request : state.get()) {
            int subtask = recipes.route().subtask(request, task.getNumberOfParallelSubtasks());
            if (subtask == task.getIndexOfThisSubtask()) {
                restored.add(request);
            }
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        inFlight = new LinkedHashMap<>();
        news = new ConcurrentLinkedQueue<>();
        told = new AtomicBoolean();
        double share = 1.0 / getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        answering = new Answering(recipes, share, getMetricGroup());
        answers = new AtomicLong();
        rejected = new AtomicLong();
        getMetricGroup().addGroup("query").gauge("answers", answers::get);
        getMetricGroup().addGroup("query").gauge("rejected", rejected::get);
        spend = new SpendMetrics(getMetricGroup(), recipes.prices());
        beginRestored();
    }

    @Override
    public void processElement(StreamRecord<Request> element) throws Exception {
        while (!restored.isEmpty() || !hasPlacesFor(element.getValue())) {
            mailbox.yield();
        }
        begin(element.getValue());
        handOn();
    }

    /** What is answered goes out before the barrier, so that a job that goes on from here doesn't ask for it again. */
    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        handOn();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<Request> unanswered = new ArrayList<>();
        inFlight.keySet().forEach(asked -> unanswered.add(asked.request()));
        unanswered.addAll(restored);
        state.update(unanswered);
    }

    @Override
    public void endInput() throws Exception {
        handOn();
        while (!restored.isEmpty() || !inFlight.isEmpty()) {
            mailbox.yield();
        }
    }

    /** Requests in flight are in the checkpoint that a stopped job goes on from: that they end here is no failure. */
    @Override
    public void close() throws Exception {
        closed = true;
        if (answering != null) {
            answering.close();
        }
        super.close();
    }

    private void beginRestored() {
        for (Request next = restored.peek(); next != null && hasPlacesFor(next); next = restored.peek()) {
            begin(restored.remove());
        }
    }

    private boolean hasPlacesFor(Request request) {
        return taken + places(request) <= concurrency;
    }

    /** Of those that the operator has, at most all. */
    private int places(Request request) {
        return Math.min(Math.max(1, request.questions().size()), concurrency);
    }

    private void begin(Request request) {
        RequestInFlight asked = new RequestInFlight(request, this::tell);
        inFlight.put(asked, net(asked));
        taken += places(request);
        AnswerParts parts = request.deltas() ? asked : AnswerParts.UNWANTED;
        var unused = Retrier.start(() -> BatchAnswer.of(answering.engine(), request, parts, places(request)))
                .whenComplete((answer, problem) -> {
                    if (problem == null) {
                        asked.answered(answer);
                    } else {
                        stop(ClassifiedException.of(problem));
                    }
                });
    }

    /** The engine keeps its own time; this is for a defect that would leave a request without an answer. */
    private ScheduledFuture<?> net(RequestInFlight asked) {
        var time = getProcessingTimeService();
        Answer late = Answer.without(
                asked.request().id(),
                Answer.Status.FAILED,
                new Reason("timeout", "no answer within twice query.timeout"));
        int places = places(asked.request());
        long rounds = Math.max(1, (asked.request().questions().size() + places - 1) / places);
        return time.registerTimer(
                time.getCurrentProcessingTime()
                        + 2L * rounds * recipes.timeout().toMillis(),
                now -> asked.answered(late));
    }

    /** On any thread. One mail, however many have news before it is read. */
    private void tell(RequestInFlight asked) {
        news.add(asked);
        call();
    }

    /** On any thread. */
    private void stop(ClassifiedException problem) {
        failure = problem;
        call();
    }

    private void call() {
        if (!closed && told.compareAndSet(false, true)) {
            mailbox.execute(
                    () -> {
                        told.set(false);
                        handOn();
                    },
                    "hand answers on");
        }
    }

    private void handOn() {
        if (failure != null) {
            throw Fatal.stopping(failure);
        }
        for (RequestInFlight next = news.poll(); next != null; next = news.poll()) {
            handOn(next);
        }
        beginRestored();
    }

    private void handOn(RequestInFlight asked) {
        News news = asked.take();
        news.deltas().forEach(delta -> output.collect(AnswerFactory.DELTAS, new StreamRecord<>(delta)));
        Answer answer = news.answer();
        if (answer == null) {
            return;
        }
        ScheduledFuture<?> net = inFlight.remove(asked);
        if (net != null) {
            net.cancel(false);
        }
        taken -= places(asked.request());
        answers.incrementAndGet();
        if (answer.status() == Answer.Status.REJECTED) {
            rejected.incrementAndGet();
        }
        count(answer, asked.request().tenant());
        output.collect(new StreamRecord<>(answer));
    }

    private void count(Answer answer, @Nullable String tenant) {
        answer.usage().forEach((role, usage) -> {
            String model = answer.modelOf(role);
            if (model != null) {
                spend.add(model, tenant, usage);
            }
        });
    }
}
