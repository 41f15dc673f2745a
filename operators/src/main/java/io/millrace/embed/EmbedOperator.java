package io.millrace.embed;

import io.millrace.chunk.Chunk;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Fatal;
import io.millrace.index.DocumentKey;
import io.millrace.index.IndexOperation;
import io.millrace.usage.Purse;
import io.millrace.usage.SpendCounts;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Hands chunks to a batcher and steps on in the order in which they came. Requests go from whichever thread an answer
 * frees a slot on; the task's thread is told once, however many vectors came.
 *
 * <p>Before a checkpoint it waits until nothing is in flight. What is in flight would have to be in the checkpoint, whose
 * completion moves the source's offsets beyond it: a job that is started again without its state, as people do, would
 * never see it.
 */
final class EmbedOperator extends AbstractStreamOperator<EmbedOutcome>
        implements OneInputStreamOperator<IndexOperation, EmbedOutcome>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** Of what fits into the requests in flight: those, the next ones, and what waits for an earlier one's answer. */
    private static final long CAPACITY = 3;
    /** Steps that wait at the most, however much a request takes. */
    private static final long MOST_STEPS = 1 << 15;

    private final EmbedSettings settings;
    private final transient MailboxExecutor mailbox;

    private transient EmbeddingModel model;
    private transient EmbeddingBatcher batcher;
    private transient long capacity;
    private transient Deque<Step> steps;
    private transient long size;
    private transient AtomicBoolean told;
    private transient Purse purse;
    private transient Bills bills;
    private transient boolean releasing;
    private transient volatile boolean closed;
    private transient volatile @Nullable ClassifiedException failure;

    EmbedOperator(StreamOperatorParameters<EmbedOutcome> parameters, EmbedSettings settings, MailboxExecutor mailbox) {
        super(parameters);
        this.settings = settings;
        this.mailbox = mailbox;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        bills = new Bills(
                SpendCounts.restore(
                        context.getOperatorStateStore(),
                        getRuntimeContext(),
                        settings.money().model()),
                settings.money());
    }

    @Override
    public void open() throws Exception {
        super.open();
        steps = new ArrayDeque<>();
        told = new AtomicBoolean();
        purse = settings.money().purse().open(this::stop);
        model = Fatal.stopsTheJob(settings.model());
        EmbeddingLimits limits = model.limits();
        capacity = Math.min(MOST_STEPS, CAPACITY * limits.inputs() * limits.concurrency());
        double share = 1.0 / getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        batcher = new EmbeddingBatcher(
                model,
                EmbeddingMode.DOCUMENT,
                true,
                settings.pace(),
                share,
                Backoff.STANDARD,
                new Spending(purse, settings.money()::cost),
                bills::add,
                Timing.system("embedding-timer"));
        EmbeddingMetrics.register(getMetricGroup(), batcher);
    }

    @Override
    public void processElement(StreamRecord<IndexOperation> element) throws Exception {
        IndexOperation operation = element.getValue();
        Chunk chunk = operation.type() == IndexOperation.Type.PUT ? operation.chunk() : null;
        if (chunk == null && steps.isEmpty()) {
            output.collect(new StreamRecord<>(new EmbedOutcome(operation, null, 0)));
            return;
        }
        awaitRoom();
        Step step = chunk == null ? new Step(operation) : new Step(operation, chunk);
        steps.addLast(step);
        size += step.size;
        if (chunk != null) {
            batcher.add(step);
            releaseSoon();
        }
        handOn();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        drain();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        bills.snapshot();
    }

    @Override
    public void endInput() throws Exception {
        drain();
    }

    @Override
    public void close() throws Exception {
        closed = true;
        if (batcher != null) {
            batcher.close();
        }
        if (model != null) {
            model.close();
        }
        if (purse != null) {
            purse.close();
        }
        super.close();
    }

    private void awaitRoom() throws InterruptedException {
        while (!steps.isEmpty() && (steps.size() >= capacity || size >= settings.buffer())) {
            batcher.flush();
            mailbox.yield();
        }
    }

    private void drain() throws InterruptedException {
        handOn();
        while (!steps.isEmpty()) {
            batcher.flush();
            mailbox.yield();
        }
    }

    /**
     * Lets what waits go when the task has nothing more at hand: after the record, or the answer, that it is at. So the
     * chunks of one document, or of those that were planned together, go together, and a lone one waits for no timer.
     */
    private void releaseSoon() {
        if (!releasing) {
            releasing = true;
            mailbox.execute(
                    () -> {
                        releasing = false;
                        batcher.release();
                    },
                    "send the chunks that wait");
        }
    }

    /** On any thread. One mail, however many outcomes come before it is read. */
    private void tell() {
        if (!closed && told.compareAndSet(false, true)) {
            mailbox.execute(
                    () -> {
                        told.set(false);
                        handOn();
                    },
                    "hand vectors on");
        }
    }

    private void handOn() {
        if (failure != null) {
            throw Fatal.stopping(failure);
        }
        for (Step first = steps.peekFirst(); first != null && first.outcome != null; first = steps.peekFirst()) {
            steps.removeFirst();
            size -= first.size;
            output.collect(new StreamRecord<>(first.outcome));
        }
        // After the outcomes: a bill comes before those that it is for, so none is left when the last of them is out.
        bills.settle();
    }

    /** On any thread. */
    private void stop(ClassifiedException problem) {
        failure = problem;
        tell();
    }

    private String withinLimit(String text) {
        return model.cutsTexts() ? text : TokenLimit.cut(text, model.limits().tokensPerInput(), model.tokenCounter());
    }

    /** Exactly, where a budget pays for what is taken to be billed. */
    private int tokensOf(String text) {
        return purse == Purse.UNLIMITED
                ? TokenLimit.about(text, model.limits(), model.tokenCounter())
                : Math.min(model.limits().tokensPerInput(), model.tokenCounter().count(text));
    }

    /** A step that waits: for its vector, or for those before it. */
    private final class Step implements PendingText {
        private final IndexOperation operation;
        private final String text;
        private final int tokens;
        private final long size;
        private volatile @Nullable EmbedOutcome outcome;

        Step(IndexOperation operation) {
            this.operation = operation;
            this.text = "";
            this.tokens = 0;
            this.size = 0;
            this.outcome = new EmbedOutcome(operation, null, 0);
        }

        Step(IndexOperation operation, Chunk chunk) {
            this.operation = operation;
            this.text = withinLimit(settings.text().of(chunk));
            this.tokens = tokensOf(text);
            // The text twice, as a chunk's and as it is embedded.
            this.size = 4L * text.length() + (long) Float.BYTES * model.space().dimension();
        }

        @Override
        public DocumentKey document() {
            return new DocumentKey(operation.documentId(), operation.tenant());
        }

        @Override
        public @Nullable String tenant() {
            return operation.tenant();
        }

        @Override
        public String text() {
            return text;
        }

        @Override
        public int tokens() {
            return tokens;
        }

        @Override
        public void embedded(Vector vector, int billed) {
            outcome = new EmbedOutcome(operation.withVector(vector), null, billed);
            tell();
        }

        @Override
        public void failed(ClassifiedException problem) {
            if (problem.kind() == FailureKind.REJECTED) {
                outcome = new EmbedOutcome(operation, problem.reason(), 0);
                tell();
            } else {
                stop(problem);
            }
        }
    }
}
