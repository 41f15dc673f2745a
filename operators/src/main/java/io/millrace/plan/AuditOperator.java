package io.millrace.plan;

import io.millrace.chunk.Chunker;
import io.millrace.chunk.DocumentChunks;
import io.millrace.document.ContentParser;
import io.millrace.document.DocumentParsing;
import io.millrace.document.IncomingDocument;
import io.millrace.failure.Backoff;
import io.millrace.failure.Fatal;
import io.millrace.failure.PatientCall;
import io.millrace.index.AuditableStore;
import io.millrace.index.DocumentKey;
import io.millrace.index.IndexedChunk;
import io.millrace.picture.PictureParser;
import io.millrace.usage.StageCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;

/** Compares documents with the index, a few at a time: what the index holds of them comes with its texts. */
final class AuditOperator extends AbstractStreamOperator<AuditFinding>
        implements OneInputStreamOperator<IncomingDocument, AuditFinding>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    /** Documents in one look-up. */
    private static final int MAX_DOCUMENTS = 16;

    private final PlanSettings settings;
    private final SerializableSupplier<AuditableStore> recipe;
    private final boolean mending;
    private final transient MailboxExecutor mailbox;

    private transient AuditableStore store;
    private transient ContentParser parser;
    private transient DocumentAudit audit;
    private transient PatientCall lookUp;
    private transient StageCounts counts;
    private transient List<IncomingDocument> gathered;

    AuditOperator(
            StreamOperatorParameters<AuditFinding> parameters,
            PlanSettings settings,
            SerializableSupplier<AuditableStore> recipe,
            boolean mending,
            MailboxExecutor mailbox) {
        super(parameters);
        this.settings = settings;
        this.recipe = recipe;
        this.mending = mending;
        this.mailbox = mailbox;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        counts = StageCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), "audited", "true");
    }

    @Override
    public void open() throws Exception {
        super.open();
        store = Fatal.stopsTheJob(recipe);
        parser = Fatal.stopsTheJob(settings.parser());
        if (settings.pictures() != null) {
            parser = PictureParser.withoutModel(parser);
        }
        Chunker chunker = Fatal.stopsTheJob(settings.chunker());
        audit = new DocumentAudit(
                new DocumentParsing(parser),
                new DocumentChunks(chunker, settings.embeddingText(), settings.source()),
                settings.parserName());
        lookUp = new PatientCall("The look-up in the index", Backoff.STANDARD, mailbox);
        gathered = new ArrayList<>();
    }

    @Override
    public void processElement(StreamRecord<IncomingDocument> element) throws Exception {
        gathered.add(element.getValue());
        if (gathered.size() >= MAX_DOCUMENTS) {
            compare();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        compare();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        counts.snapshot();
    }

    @Override
    public void endInput() throws Exception {
        compare();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {lookUp, parser, store}) {
            if (each != null) {
                each.close();
            }
        }
        super.close();
    }

    private void compare() throws InterruptedException {
        if (gathered.isEmpty()) {
            return;
        }
        List<IncomingDocument> documents = gathered;
        gathered = new ArrayList<>();
        Set<DocumentKey> keys = new HashSet<>();
        documents.forEach(document -> keys.add(new DocumentKey(document.id(), document.tenant())));
        lookUp.start(() -> store.chunks(keys), held -> compare(documents, held), refused -> {
            throw Fatal.refused(refused);
        });
        while (lookUp.isInFlight()) {
            lookUp.await();
        }
    }

    private void compare(List<IncomingDocument> documents, Map<DocumentKey, List<IndexedChunk>> held) {
        for (IncomingDocument document : documents) {
            boolean[] found = new boolean[1];
            audit.compare(
                    document,
                    held.getOrDefault(new DocumentKey(document.id(), document.tenant()), List.of()),
                    finding -> {
                        found[0] = true;
                        output.collect(new StreamRecord<>(finding));
                    },
                    step -> {
                        if (mending) {
                            output.collect(AuditFactory.STEPS, new StreamRecord<>(step));
                        }
                    });
            counts.add("audited", 1);
            counts.add("true", found[0] ? 0 : 1);
        }
    }
}
