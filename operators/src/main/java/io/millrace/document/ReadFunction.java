package io.millrace.document;

import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.RejectedException;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Reads source records into documents; what can't be read goes to {@link DeadLetters#TAG} with its bytes. */
public final class ReadFunction extends ProcessFunction<SourceRecord, IncomingDocument> {
    private static final long serialVersionUID = 1L;

    private final DocumentJson json;
    private final LongCounter records = new LongCounter();
    private final LongCounter deadLetters = new LongCounter();

    public ReadFunction(FieldNames names) {
        this.json = new DocumentJson(names);
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator("records", records);
        getRuntimeContext().addAccumulator("unread", deadLetters);
    }

    @Override
    public void processElement(SourceRecord record, Context context, Collector<IncomingDocument> out) {
        records.add(1);
        try {
            out.collect(read(record));
        } catch (RejectedException e) {
            deadLetters.add(1);
            context.output(
                    DeadLetters.TAG,
                    DeadLetter.of(
                            record.problem() != null ? "source" : "read",
                            e.reason(),
                            record.origin(),
                            record.key(),
                            record.value()));
        }
    }

    private IncomingDocument read(SourceRecord record) {
        if (record.problem() != null) {
            throw new RejectedException(
                    record.problem().code(), record.problem().message());
        }
        if (record.format() == SourceRecord.Format.JSON) {
            return json.decode(record);
        }
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
