package io.millrace.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * What calls to models took since the task started, by model and tenant: as Flink metrics of the names that {@link
 * SpendCounts} has, and nothing else. Tokens are those read and those written. The first hundred tenants of a model that
 * come are counted by name, the others together.
 *
 * <p>Safe for use by many threads.
 */
public final class SpendMetrics {
    private final MetricGroup group;
    private final PriceTable prices;
    private final Map<String, Map<@Nullable String, Counts>> models = new HashMap<>();

    /** Calls at these prices, shown in {@code millrace.spend} below the group. */
    public SpendMetrics(MetricGroup group, PriceTable prices) {
        this.group = group.addGroup("millrace").addGroup("spend");
        this.prices = prices;
    }

    /**
     * Adds what calls took.
     *
     * @param model {@code provider/model}; what one without a price took costs nothing here
     * @param tenant for whom, or null for nobody
     */
    public synchronized void add(String model, @Nullable String tenant, Usage usage) {
        Price price = prices.ofNamed(model);
        long nanos = price == null ? 0 : price.cost(usage.inputTokens(), usage.outputTokens());
        Map<@Nullable String, Counts> tenants = models.computeIfAbsent(model, name -> new HashMap<>());
        tenants.computeIfAbsent(null, all -> show(model, null)).add(usage, nanos);
        if (tenant != null) {
            // The total is among them.
            boolean isNamed = tenants.containsKey(tenant) || tenants.size() <= SpendCounts.MOST_TENANTS;
            String name = isNamed ? tenant : SpendCounts.OTHERS;
            tenants.computeIfAbsent(name, own -> show(model, name)).add(usage, nanos);
        }
    }

    private Counts show(String model, @Nullable String tenant) {
        MetricGroup ofModel = group.addGroup("model", model);
        MetricGroup own = tenant == null ? ofModel : ofModel.addGroup("tenant", tenant);
        Counts counts = new Counts();
        own.gauge("requests", counts.requests::sum);
        own.gauge("tokens", counts.tokens::sum);
        own.gauge("nanos", counts.nanos::sum);
        return counts;
    }

    /** Read by whoever reports metrics. */
    private static final class Counts {
        private final LongAdder requests = new LongAdder();
        private final LongAdder tokens = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(Usage usage, long cost) {
            requests.add(usage.requests());
            tokens.add(usage.inputTokens() + usage.outputTokens());
            nanos.add(cost);
        }
    }
}
