package io.millrace.job.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.util.MiniClusterPipelineExecutorServiceLoader;

/** A Flink cluster in this JVM, of one task manager that can be killed. */
final class FlinkCluster implements AutoCloseable {
    private static final int SLOTS = 8;

    private final MiniCluster cluster;
    private final InMemoryReporter reporter;
    private int taskManager;

    private FlinkCluster(MiniCluster cluster, InMemoryReporter reporter) {
        this.cluster = cluster;
        this.reporter = reporter;
    }

    static FlinkCluster start(Path checkpoints) {
        Configuration settings = new Configuration();
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        // Accumulators travel with heartbeats.
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        // Flink's default strategy waits for a second before the first restart.
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(100));
        InMemoryReporter reporter = InMemoryReporter.create();
        reporter.addToConfiguration(settings);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
        try {
            cluster.start();
        } catch (Exception e) {
            throw new AssertionError("the Flink cluster doesn't start", e);
        }
        return new FlinkCluster(cluster, reporter);
    }

    /** An environment whose jobs run here. */
    StreamExecutionEnvironment environment() {
        Configuration settings = MiniClusterPipelineExecutorServiceLoader.updateConfigurationForMiniCluster(
                new Configuration(), List.of(), List.of());
        return new StreamExecutionEnvironment(
                new MiniClusterPipelineExecutorServiceLoader(cluster),
                settings,
                Thread.currentThread().getContextClassLoader());
    }

    MiniCluster cluster() {
        return cluster;
    }

    /** All that there is to be reported now: the metrics of all jobs by their full names, with values and labels. */
    Map<String, String> metrics() {
        Map<String, String> metrics = new TreeMap<>();
        reporter.getMetricsByGroup()
                .forEach((group, named) -> named.forEach((name, metric) ->
                        metrics.put(group.getMetricIdentifier(name), value(metric) + " " + group.getAllVariables())));
        return metrics;
    }

    private static String value(Metric metric) {
        return metric instanceof Gauge<?> gauge
                ? String.valueOf(gauge.getValue())
                : metric instanceof Counter counter ? String.valueOf(counter.getCount()) : "";
    }

    /** Kills the task manager with all its tasks, and starts another. Jobs go on from their last checkpoint. */
    void failover() {
        try {
            cluster.terminateTaskManager(taskManager).get();
            cluster.startTaskManager();
        } catch (Exception e) {
            throw new AssertionError("the task manager can't be replaced", e);
        }
        taskManager++;
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}
