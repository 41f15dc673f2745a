package io.millrace.answer;

import io.millrace.document.SourceRecord;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.RejectedException;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads and validates requests. A refused one gets its answer at once, by {@link #REFUSED}; bytes that no request could
 * be read from are kept as a dead letter too.
 */
public final class RequestFunction extends ProcessFunction<SourceRecord, Request> {
    /** Answers to requests that were refused. */
    public static final OutputTag<Answer> REFUSED = new OutputTag<>("refused", TypeInformation.of(Answer.class));

    private static final long serialVersionUID = 1L;
    private static final Set<String> UNREADABLE = Set.of("malformed-json", "invalid-utf-8", "empty-request");

    private final RequestJson json;

    public RequestFunction(RequestLimits limits) {
        this.json = new RequestJson(limits);
    }

    @Override
    public void processElement(SourceRecord record, Context context, Collector<Request> out) {
        try {
            out.collect(json.decode(record));
        } catch (RejectedException e) {
            context.output(REFUSED, Answer.without(RequestJson.idOf(record), Answer.Status.REJECTED, e.reason()));
            if (record.problem() != null || UNREADABLE.contains(e.code())) {
                context.output(DeadLetters.TAG, DeadLetter.of("request", e.reason(), record));
            }
        }
    }
}
