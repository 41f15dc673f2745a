package io.millrace.index;

import io.millrace.document.IncomingDocument;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Fatal;
import io.millrace.failure.PatientCall;
import io.millrace.failure.Reason;
import io.millrace.usage.StageCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes with one request in flight: operations reach the store in the order in which they came. A request goes as
 * soon as the one before is done, with all that gathered meanwhile, so a lone document doesn't wait and a stream of
 * them fills its requests. Before a checkpoint, all that came before it is durable in the store.
 *
 * <p>Here a change ends: it is in the index, or it becomes a dead letter, if the model refused a chunk of it or the store
 * refused a step. A refused request is halved until the change that is at fault stands alone.
 */
final class StoreOperator extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<EmbedOutcome, Void>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** Requests' worth of steps that gather while one is in flight. */
    private static final int GATHERED = 4;

    private final SerializableSupplier<VectorStore> recipe;
    private final int batch;
    private final String countPrefix;
    private final transient MailboxExecutor mailbox;
    private final transient Backoff backoff;

    private transient VectorStore store;
    private transient PatientCall call;
    private transient StageCounts counts;
    private transient List<IndexOperation> gathering;
    /** Steps that go before what gathers: the rest of what gathered before, and the parts of a refused request. */
    private transient Deque<List<IndexOperation>> parts;

    private transient FailedChanges failed;
    private transient UnwrittenChunks unwritten;

    StoreOperator(
            StreamOperatorParameters<Void> parameters,
            SerializableSupplier<VectorStore> recipe,
            int batch,
            String countPrefix,
            MailboxExecutor mailbox,
            Backoff backoff) {
        super(parameters);
        this.recipe = recipe;
        this.batch = batch;
        this.countPrefix = countPrefix;
        this.mailbox = mailbox;
        this.backoff = backoff;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        counts = StageCounts.restore(
                context.getOperatorStateStore(),
                getRuntimeContext(),
                countPrefix + "embedded",
                countPrefix + "tokens",
                countPrefix + "indexed",
                countPrefix + "deleted",
                countPrefix + "unembedded",
                countPrefix + "unstored");
    }

    @Override
    public void open() throws Exception {
        super.open();
        store = Fatal.stopsTheJob(recipe);
        call = new PatientCall("The store", backoff, mailbox);
        gathering = new ArrayList<>();
        parts = new ArrayDeque<>();
        failed = new FailedChanges();
        unwritten = new UnwrittenChunks();
        getMetricGroup().addGroup("store").gauge("retries", call::retries);
    }

    @Override
    public void processElement(StreamRecord<EmbedOutcome> element) throws Exception {
        EmbedOutcome outcome = element.getValue();
        IndexOperation operation = outcome.operation();
        if (outcome.rejected() != null) {
            failed.embedding(operation, outcome.rejected());
            unwritten.unembedded(operation, outcome.rejected());
            return;
        }
        if (operation.type() == IndexOperation.Type.PUT) {
            count("embedded", 1);
            count("tokens", outcome.tokens());
        }
        gathering.add(operation);
        sendIfIdle();
        // Back-pressure. So much is gathered that a slow write doesn't at once hold up those that embed.
        while (gathering.size() >= GATHERED * batch && call.isInFlight()) {
            call.await();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        drain();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        counts.snapshot();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        unwritten.checkpointIsComplete();
    }

    @Override
    public void endInput() throws Exception {
        drain();
    }

    @Override
    public void close() throws Exception {
        if (call != null) {
            call.close();
        }
        if (store != null) {
            store.close();
        }
        super.close();
    }

    private void drain() throws InterruptedException {
        while (call.isInFlight() || !gathering.isEmpty() || !parts.isEmpty()) {
            sendIfIdle();
            if (call.isInFlight()) {
                call.await();
            }
        }
    }

    private void sendIfIdle() {
        call.rethrow();
        while (!call.isInFlight()) {
            List<IndexOperation> request = next();
            if (request == null) {
                return;
            }
            if (request.isEmpty()) {
                continue;
            }
            call.start(() -> store.apply(request), done -> applied(request), refusal -> refused(request, refusal));
        }
    }

    /** The next request, without the steps of changes that the store refused; null when there is none. */
    private @Nullable List<IndexOperation> next() {
        List<IndexOperation> candidates = parts.pollFirst();
        if (candidates == null) {
            if (gathering.isEmpty()) {
                return null;
            }
            candidates = gathering;
            gathering = new ArrayList<>();
        }
        int together = Math.min(endOfRequest(candidates), FailedChanges.together(candidates));
        if (together < candidates.size()) {
            parts.addFirst(candidates.subList(together, candidates.size()));
            candidates = candidates.subList(0, together);
        }
        List<IndexOperation> request = new ArrayList<>(candidates.size());
        for (IndexOperation operation : candidates) {
            if (failed.isRefused(operation)) {
                unwritten.unstored(operation);
                if (operation.type().endsChange()) {
                    end(operation);
                }
                continue;
            }
            Reason rejection = unwritten.rejection(operation);
            if (rejection == null) {
                request.add(unwritten.mended(operation));
            } else {
                failed.embedding(operation, rejection);
            }
        }
        return request;
    }

    /** How many of the steps fill a request: those that end a change write nothing of their own. */
    private int endOfRequest(List<IndexOperation> steps) {
        int writes = 0;
        for (int i = 0; i < steps.size(); i++) {
            writes += steps.get(i).type() == IndexOperation.Type.DONE ? 0 : 1;
            if (writes > batch) {
                return i;
            }
        }
        return steps.size();
    }

    private void applied(List<IndexOperation> request) {
        for (IndexOperation operation : request) {
            if (operation.type().endsChange()) {
                end(operation);
            }
        }
        sendIfIdle();
    }

    private void refused(List<IndexOperation> request, ClassifiedException refusal) {
        int middle = FailedChanges.middle(request);
        if (middle > 0) {
            parts.addFirst(request.subList(middle, request.size()));
            parts.addFirst(request.subList(0, middle));
        } else {
            failed.storing(request.get(0), refusal.reason());
            // Its end, if it is in this request, is met when the steps are passed over.
            parts.addFirst(request);
        }
        sendIfIdle();
    }

    private void end(IndexOperation last) {
        FailedChanges.Failure failure = failed.remove(last);
        if (failure == null) {
            unwritten.written(last);
            count(last.deletes() ? "deleted" : "indexed", 1);
            return;
        }
        count(failure.ofStore() ? "unstored" : "unembedded", 1);
        String stage = failure.ofStore() ? "store" : "embed";
        output.collect(DeadLetters.TAG, new StreamRecord<>(letter(stage, failure.reason(), last)));
    }

    private static DeadLetter letter(String stage, Reason reason, IndexOperation last) {
        if (last.type() == IndexOperation.Type.DELETE) {
            return DeadLetter.of(
                    stage, reason, IncomingDocument.delete(last.origin(), last.documentId(), last.tenant()));
        }
        IncomingDocument document = last.document();
        return document == null
                ? DeadLetter.ofLarge(stage, reason, last.origin(), last.documentId(), last.tenant())
                : DeadLetter.of(stage, reason, document);
    }

    private void count(String name, long amount) {
        counts.add(countPrefix + name, amount);
    }
}
