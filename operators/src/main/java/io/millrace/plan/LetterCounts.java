package io.millrace.plan;

import io.millrace.failure.DeadLetter;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Counts dead letters by stage and code, as accumulators {@code letter STAGE CODE}, and hands nothing on. */
public final class LetterCounts extends ProcessFunction<DeadLetter, Void> {
    /** What the accumulators' names begin with. */
    public static final String PREFIX = "letter ";

    private static final long serialVersionUID = 1L;

    private transient Map<String, LongCounter> counters;

    @Override
    public void open(OpenContext context) {
        counters = new HashMap<>();
    }

    @Override
    public void processElement(DeadLetter letter, Context context, Collector<Void> out) {
        String name = PREFIX + letter.stage() + " " + letter.reason().code();
        counters.computeIfAbsent(name, this::counter).add(1);
    }

    private LongCounter counter(String name) {
        LongCounter counter = new LongCounter();
        getRuntimeContext().addAccumulator(name, counter);
        return counter;
    }
}
