package io.millrace.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * What a stage has counted in one subtask: as Flink metrics (gauges of these names in the group {@code millrace}), and as
 * accumulators, which add up over subtasks. The counts are part of the checkpoint, so a restart neither forgets nor
 * repeats any: they hold for the job, not for the attempt.
 *
 * <p>Belongs to the task's thread.
 */
public final class StageCounts {
    private static final String STATE = "counts";

    private final Map<String, LongCounter> counters = new LinkedHashMap<>();
    private final ListState<Tuple2<String, Long>> state;

    private StageCounts(ListState<Tuple2<String, Long>> state, List<String> names) {
        this.state = state;
        names.forEach(name -> counters.put(name, new LongCounter()));
    }

    /** Counts of these names, going on from a checkpoint if there is one, and shown from now on. */
    public static StageCounts restore(OperatorStateStore store, RuntimeContext context, String... names)
            throws Exception {
        StageCounts counts = new StageCounts(
                store.getListState(new ListStateDescriptor<>(STATE, Types.TUPLE(Types.STRING, Types.LONG))),
                List.of(names));
        for (Tuple2<String, Long> count : counts.state.get()) {
            // A name that a later version no longer counts is let go.
            if (counts.counters.containsKey(count.f0)) {
                counts.add(count.f0, count.f1);
            }
        }
        var metrics = context.getMetricGroup().addGroup("millrace");
        counts.counters.forEach((name, counter) -> {
            context.addAccumulator(name, counter);
            metrics.gauge(name, counter::getLocalValue);
        });
        return counts;
    }

    public void add(String name, long amount) {
        LongCounter counter = counters.get(name);
        if (counter == null) {
            throw new IllegalArgumentException("nothing named '%s' is counted here".formatted(name));
        }
        counter.add(amount);
    }

    /** Puts the counts into the checkpoint that is being made. */
    public void snapshot() throws Exception {
        List<Tuple2<String, Long>> all = new ArrayList<>();
        counters.forEach((name, counter) -> all.add(Tuple2.of(name, counter.getLocalValue())));
        state.update(all);
    }
}
