package io.millrace.document;

import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.RejectedException;
import io.millrace.usage.StageCounts;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads source records into documents; what can't be read goes to {@link DeadLetters#TAG} with its bytes.
 *
 * <p>Counts {@code records}, all that came, and {@code unread}, what became a dead letter here.
 */
public final class ReadFunction extends ProcessFunction<SourceRecord, IncomingDocument>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    private static final DocumentJson OWN = new DocumentJson(FieldNames.STANDARD);

    private final DocumentJson json;
    private final boolean tenantRequired;
    private transient StageCounts counts;

    /** Reads documents of whomever. */
    public ReadFunction(FieldNames names) {
        this(names, false);
    }

    /** Reads documents, and refuses those that say not whose they are, if they must. */
    public ReadFunction(FieldNames names, boolean tenantRequired) {
        this.json = new DocumentJson(names);
        this.tenantRequired = tenantRequired;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = StageCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), "records", "unread");
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.snapshot();
    }

    @Override
    public void processElement(SourceRecord record, Context context, Collector<IncomingDocument> out) {
        counts.add("records", 1);
        IncomingDocument document;
        try {
            document = ofATenant(read(record));
        } catch (RejectedException e) {
            counts.add("unread", 1);
            context.output(
                    DeadLetters.TAG, DeadLetter.of(record.problem() != null ? "source" : "read", e.reason(), record));
            return;
        }
        out.collect(document);
    }

    private IncomingDocument ofATenant(IncomingDocument document) {
        String tenant = document.tenant();
        if (tenantRequired && (tenant == null || tenant.isBlank())) {
            throw new RejectedException(
                    "missing-tenant",
                    "a document, and a delete, must name its 'tenant' here (tenancy.required is true), got %s"
                            .formatted(tenant == null ? "none" : "a blank one"));
        }
        return document;
    }

    private IncomingDocument read(SourceRecord record) {
        if (record.problem() != null) {
            throw new RejectedException(
                    record.problem().code(), record.problem().message());
        }
        return switch (record.format()) {
            case JSON -> json.decode(record);
            case DOCUMENT -> OWN.decode(record);
            case FILE -> file(record);
        };
    }

    private static IncomingDocument file(SourceRecord record) {
        if (record.key() == null) {
            throw new RejectedException("missing-id", "a file must have its path as its key");
        }
        return new IncomingDocument(
                record.origin(),
                record.key(),
                record.value() == null,
                record.tenant(),
                Kind.DOCUMENT,
                record.origin().path(),
                null,
                null,
                null,
                record.value(),
                Metadata.EMPTY,
                null);
    }
}
