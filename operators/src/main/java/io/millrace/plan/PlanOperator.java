package io.millrace.plan;

import io.millrace.chunk.Chunker;
import io.millrace.chunk.DocumentChunks;
import io.millrace.document.ContentParser;
import io.millrace.document.DocumentParsing;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import io.millrace.failure.Backoff;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Fatal;
import io.millrace.failure.PatientCall;
import io.millrace.failure.RejectedException;
import io.millrace.index.DocumentKey;
import io.millrace.index.IndexOperation;
import io.millrace.index.Manifest;
import io.millrace.index.VectorStore;
import io.millrace.picture.PictureDescriber;
import io.millrace.picture.PictureSettings;
import io.millrace.picture.Pictures;
import io.millrace.usage.Price;
import io.millrace.usage.SpendCounts;
import io.millrace.usage.StageCounts;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
 * Turns documents into the steps that make the index hold them. It asks the index what it holds, for many documents at a
 * time: while one look-up is in flight, the next documents gather. Before a checkpoint, all that came before it is
 * planned, so no document is in a checkpoint.
 */
final class PlanOperator extends AbstractStreamOperator<IndexOperation>
        implements OneInputStreamOperator<IncomingDocument, IndexOperation>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** No document has a blank id. */
    private static final String NO_DOCUMENT = " ";

    private final PlanSettings settings;
    private final transient MailboxExecutor mailbox;

    private transient VectorStore store;
    private transient ContentParser parser;
    private transient @Nullable PictureDescriber describer;
    private transient @Nullable SpendCounts spend;
    private transient Chunker chunker;
    private transient Planner planner;
    private transient PlannedDocuments planned;
    private transient LookUps lookUps;
    private transient StageCounts counts;
    private transient boolean restored;
    /** The moment of each checkpoint that isn't complete yet, by its id. */
    private transient TreeMap<Long, Long> checkpoints;

    PlanOperator(StreamOperatorParameters<IndexOperation> parameters, PlanSettings settings, MailboxExecutor mailbox) {
        super(parameters);
        this.settings = settings;
        this.mailbox = mailbox;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restored = context.isRestored();
        counts = StageCounts.restore(
                context.getOperatorStateStore(),
                getRuntimeContext(),
                "unparsed",
                "unchanged",
                "outdated",
                "documents",
                "deletes",
                "added",
                "moved",
                "kept",
                "removed");
        PictureSettings pictures = settings.pictures();
        spend = pictures == null
                ? null
                : SpendCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), pictures.modelName());
    }

    @Override
    public void open() throws Exception {
        super.open();
        store = Fatal.stopsTheJob(settings.store());
        parser = Fatal.stopsTheJob(settings.parser());
        PictureSettings pictures = settings.pictures();
        if (pictures != null) {
            describer = new PictureDescriber(Fatal.stopsTheJob(pictures.model()), pictures.maxOutputTokens());
            parser = describer.parser(parser);
        }
        chunker = Fatal.stopsTheJob(settings.chunker());
        planned = new PlannedDocuments();
        planner = new Planner(
                new DocumentParsing(parser),
                new DocumentChunks(chunker, settings.embeddingText(), settings.source()),
                settings.parserName(),
                planned);
        boolean again = restored || getRuntimeContext().getTaskInfo().getAttemptNumber() > 0;
        planner.sweepAlways(again);
        if (again) {
            awaitEarlierWrites();
        }
        lookUps = new LookUps(store, mailbox, !again && isEmpty() ? new SeenIds() : null, preparation(), this::plan);
        checkpoints = new TreeMap<>();
        getMetricGroup().addGroup("plan").gauge("retries", lookUps::retries);
        getMetricGroup().addGroup("plan").gauge("unwritten", planned::size);
    }

    @Override
    public void processElement(StreamRecord<IncomingDocument> element) throws Exception {
        lookUps.add(element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        lookUps.drain();
        checkpoints.put(checkpointId, planned.now());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        counts.snapshot();
        if (spend != null) {
            spend.snapshot();
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        Map<Long, Long> complete = checkpoints.headMap(checkpointId, true);
        for (long moment : complete.values()) {
            lookUps.writtenBefore(moment);
        }
        complete.clear();
        planner.sweepAlways(false);
        forgetWhatIsWritten();
    }

    @Override
    public void endInput() throws Exception {
        lookUps.drain();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {lookUps, describer, chunker, parser, store}) {
            if (each != null) {
                each.close();
            }
        }
        super.close();
    }

    /**
     * A write that does nothing. The store applies writes in the order in which they reach it, so what the attempt before
     * had under way is in the index by the time that this one is answered, and the look-ups that follow see it.
     */
    private void awaitEarlierWrites() throws InterruptedException {
        IndexOperation nothing = IndexOperation.delete(Origin.ofTopic("", 0, 0, 0), NO_DOCUMENT, null);
        await(() -> store.apply(List.of(nothing)), done -> {});
    }

    /**
     * Whether the index held nothing when this attempt began, and it is the first. Then it holds what this job writes and
     * no more: documents that come for the first time needn't be looked up. That is most of what a first run does.
     */
    private boolean isEmpty() throws InterruptedException {
        AtomicLong held = new AtomicLong();
        await(store::count, held::set);
        return held.get() == 0;
    }

    private <T> void await(Supplier<CompletableFuture<T>> asked, Consumer<T> answer) throws InterruptedException {
        try (PatientCall call = new PatientCall("The store", Backoff.STANDARD, mailbox)) {
            call.start(asked, answer, refused -> {
                throw Fatal.refused(refused);
            });
            while (call.isInFlight()) {
                call.await();
            }
        }
    }

    /** Pictures are described while other look-ups are under way; their texts are then there for the parser. */
    private LookUps.@Nullable Preparation preparation() {
        PictureDescriber pictures = describer;
        return pictures == null
                ? null
                : (documents, manifests) -> pictures.describe(documents.stream()
                        // First: whether an index holds a document is told by a hash of all of it.
                        .filter(Pictures::isPicture)
                        .filter(document -> planner.takesText(
                                document,
                                manifests.getOrDefault(
                                        new DocumentKey(document.id(), document.tenant()), Manifest.EMPTY)))
                        .toList());
    }

    private void plan(List<IncomingDocument> documents, Map<DocumentKey, Manifest> manifests) {
        countSpending();
        for (IncomingDocument document : documents) {
            DocumentKey key = new DocumentKey(document.id(), document.tenant());
            plan(document, manifests.getOrDefault(key, Manifest.EMPTY));
        }
        forgetWhatIsWritten();
    }

    private void plan(IncomingDocument document, Manifest manifest) {
        try {
            Planner.Plan plan = Fatal.stopsTheJob(
                    () -> planner.plan(document, manifest, step -> output.collect(new StreamRecord<>(step))));
            count(document, plan);
        } catch (RejectedException e) {
            counts.add("unparsed", 1);
            output.collect(DeadLetters.TAG, new StreamRecord<>(DeadLetter.of("parse", e.reason(), document)));
        }
    }

    private void countSpending() {
        PictureSettings pictures = settings.pictures();
        SpendCounts counted = spend;
        if (describer == null || pictures == null || counted == null) {
            return;
        }
        describer.spent(description -> {
            Usage usage = description.usage();
            Price price = pictures.price();
            counted.add(
                    description.tenant(),
                    usage.requests(),
                    usage.inputTokens() + usage.outputTokens(),
                    price == null ? 0 : price.cost(usage.inputTokens(), usage.outputTokens()));
        });
    }

    private void count(IncomingDocument document, Planner.Plan plan) {
        switch (plan.outcome()) {
            case UNCHANGED -> counts.add("unchanged", 1);
            case SUPERSEDED -> counts.add("outdated", 1);
            case PLANNED -> counts.add(document.deleted() ? "deletes" : "documents", 1);
        }
        counts.add("added", plan.counts().added());
        counts.add("moved", plan.counts().moved());
        counts.add("kept", plan.counts().kept());
        counts.add("removed", plan.counts().removed());
    }

    private void forgetWhatIsWritten() {
        planned.writtenBefore(lookUps.seenByAll());
    }
}
