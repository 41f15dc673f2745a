package io.millrace;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** The gauges that a task has registered, as a reporter sees them. */
public final class Gauges {
    private final Map<String, Gauge<?>> gauges = new ConcurrentHashMap<>();
    private final TaskMetricGroup task = TaskManagerMetricGroup.createTaskManagerMetricGroup(
                    TestingMetricRegistry.builder()
                            .setRegisterConsumer((metric, name, group) -> {
                                if (metric instanceof Gauge<?> gauge) {
                                    gauges.put(group.getMetricIdentifier(name), gauge);
                                }
                            })
                            .build(),
                    "host",
                    ResourceID.generate())
            .addJob(new JobID(), "job")
            .addTask(ExecutionAttemptID.randomId(), "task");

    /** The group of a task's metrics. */
    public TaskMetricGroup task() {
        return task;
    }

    /** What the one gauge shows whose identifier ends so. */
    public Object value(String end) {
        List<String> found = found(end);
        if (found.size() != 1) {
            throw new AssertionError("gauges that end with '%s': %s, of %s".formatted(end, found, gauges.keySet()));
        }
        return Objects.requireNonNull(gauges.get(found.get(0))).getValue();
    }

    /** The identifiers that end so. */
    public List<String> found(String end) {
        return gauges.keySet().stream().filter(name -> name.endsWith("." + end)).toList();
    }
}
