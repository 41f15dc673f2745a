package io.millrace.embed;

import java.util.function.ToLongFunction;
import org.apache.flink.metrics.MetricGroup;

/** What a batcher does, as Flink metrics in the group {@code embedding}. */
public final class EmbeddingMetrics {
    private EmbeddingMetrics() {}

    /** Shows the batcher's counts: {@link EmbeddingBatcher.Counts}, by their names there. */
    public static void register(MetricGroup group, EmbeddingBatcher batcher) {
        MetricGroup metrics = group.addGroup("embedding");
        gauge(metrics, "requests", batcher, EmbeddingBatcher.Counts::requests);
        gauge(metrics, "texts", batcher, EmbeddingBatcher.Counts::texts);
        gauge(metrics, "retries", batcher, EmbeddingBatcher.Counts::retries);
        gauge(metrics, "reused", batcher, EmbeddingBatcher.Counts::reused);
        gauge(metrics, "waiting", batcher, EmbeddingBatcher.Counts::waiting);
        gauge(metrics, "inFlight", batcher, EmbeddingBatcher.Counts::inFlight);
        gauge(metrics, "limit", batcher, EmbeddingBatcher.Counts::limit);
        gauge(metrics, "outage", batcher, counts -> counts.outage() ? 1 : 0);
        gauge(metrics, "paused", batcher, counts -> counts.paused() ? 1 : 0);
        gauge(metrics, "awaitsMoney", batcher, counts -> counts.awaitsMoney() ? 1 : 0);
    }

    private static void gauge(
            MetricGroup metrics, String name, EmbeddingBatcher batcher, ToLongFunction<EmbeddingBatcher.Counts> of) {
        metrics.gauge(name, () -> of.applyAsLong(batcher.counts()));
    }
}
