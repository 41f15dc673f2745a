package io.millrace.embed;

import io.millrace.failure.DeadLetters;
import io.millrace.index.IndexOperation;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Sends what was embedded on, and what was rejected to {@link DeadLetters#TAG}: asynchronous stages have one output. */
public final class SettleFunction extends ProcessFunction<EmbedOutcome, IndexOperation> {
    private static final long serialVersionUID = 1L;

    private final LongCounter embedded = new LongCounter();
    private final LongCounter tokens = new LongCounter();
    private final LongCounter deadLetters = new LongCounter();

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator("embedded", embedded);
        getRuntimeContext().addAccumulator("tokens", tokens);
        getRuntimeContext().addAccumulator("unembedded", deadLetters);
    }

    @Override
    public void processElement(EmbedOutcome outcome, Context context, Collector<IndexOperation> out) {
        if (outcome.deadLetter() != null) {
            deadLetters.add(1);
            context.output(DeadLetters.TAG, outcome.deadLetter());
        }
        if (outcome.operation() != null) {
            if (outcome.operation().type() == IndexOperation.Type.PUT) {
                embedded.add(1);
                tokens.add(outcome.tokens());
            }
            out.collect(outcome.operation());
        }
    }
}
