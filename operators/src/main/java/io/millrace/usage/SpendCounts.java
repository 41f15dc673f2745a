package io.millrace.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * What a model's calls took in one subtask, in total and by tenant: as Flink metrics ({@code requests}, {@code tokens},
 * {@code nanos} in {@code millrace.spend.model.NAME}, and below it in {@code tenant.NAME}), and as accumulators, which
 * add up over subtasks. As {@link StageCounts} they are part of the checkpoint.
 *
 * <p>The first hundred tenants that come are counted by name, the others together. Belongs to the task's thread.
 */
public final class SpendCounts {
    /** What accumulators' names begin with; see {@link #name}. */
    public static final String PREFIX = "spend";

    /** Under this name are the tenants beyond those that are counted by name. */
    public static final String OTHERS = "(others)";

    static final int MOST_TENANTS = 100;

    private static final String STATE = "spend";
    private static final List<String> COUNTED = List.of("requests", "tokens", "nanos");

    private final String model;
    private final RuntimeContext context;
    private final MetricGroup metrics;
    private final Map<String, LongCounter> counters = new TreeMap<>();
    private final ListState<Tuple2<String, Long>> state;
    private int tenants;

    private SpendCounts(String model, RuntimeContext context, ListState<Tuple2<String, Long>> state) {
        this.model = model;
        this.context = context;
        this.metrics =
                context.getMetricGroup().addGroup("millrace").addGroup("spend").addGroup("model", model);
        this.state = state;
    }

    /** Counts of this model's calls, going on from a checkpoint if there is one, and shown from now on. */
    public static SpendCounts restore(OperatorStateStore store, RuntimeContext context, String model) throws Exception {
        SpendCounts counts = new SpendCounts(
                model,
                context,
                store.getListState(new ListStateDescriptor<>(STATE, Types.TUPLE(Types.STRING, Types.LONG))));
        COUNTED.forEach(counted -> counts.show(null, counted));
        for (Tuple2<String, Long> count : counts.state.get()) {
            SpendName name = SpendName.parse(count.f0);
            // Of another model, what was counted before its name was changed is in no summary of this one's.
            if (name != null && name.model().equals(model)) {
                counts.add(name.tenant(), name.counted(), count.f1);
            }
        }
        return counts;
    }

    /**
     * The accumulator's name of what is counted.
     *
     * @param tenant null for the total
     * @param counted {@code requests}, {@code tokens} or {@code nanos}
     */
    public static String name(String model, @Nullable String tenant, String counted) {
        return new SpendName(model, tenant, counted).toString();
    }

    /**
     * Adds what a call took, or a tenant's part of it, to the total and to the tenant's.
     *
     * @param tenant whose it is, or null for nobody's
     * @param requests answered calls
     * @param tokens as they are billed
     * @param nanos what they cost, in 1e-9 of the currency
     */
    public void add(@Nullable String tenant, long requests, long tokens, long nanos) {
        addAll(null, requests, tokens, nanos);
        if (tenant != null) {
            addAll(known(tenant), requests, tokens, nanos);
        }
    }

    /** Puts the counts into the checkpoint that is being made. */
    public void snapshot() throws Exception {
        List<Tuple2<String, Long>> all = new ArrayList<>();
        counters.forEach((name, counter) -> all.add(Tuple2.of(name, counter.getLocalValue())));
        state.update(all);
    }

    private void addAll(@Nullable String tenant, long requests, long tokens, long nanos) {
        add(tenant, "requests", requests);
        add(tenant, "tokens", tokens);
        add(tenant, "nanos", nanos);
    }

    private void add(@Nullable String tenant, String counted, long amount) {
        String owner = tenant == null ? null : known(tenant);
        LongCounter counter = counters.get(name(model, owner, counted));
        (counter == null ? show(owner, counted) : counter).add(amount);
    }

    private String known(String tenant) {
        boolean isCounted = counters.containsKey(name(model, tenant, "requests"));
        return isCounted || tenants < MOST_TENANTS ? tenant : OTHERS;
    }

    private LongCounter show(@Nullable String tenant, String counted) {
        LongCounter counter = new LongCounter();
        String name = name(model, tenant, counted);
        if (tenant != null && !tenant.equals(OTHERS) && counted.equals("requests")) {
            tenants++;
        }
        counters.put(name, counter);
        context.addAccumulator(name, counter);
        MetricGroup group = tenant == null ? metrics : metrics.addGroup("tenant", tenant);
        group.gauge(counted, counter::getLocalValue);
        return counter;
    }
}
