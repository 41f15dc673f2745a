package io.millrace.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * A cluster's {@code config.yaml}, and what Flink's start scripts work out from it.
 *
 * <p>Memory: 1 GiB for the JobManager; 2.25 GiB for a TaskManager, of which 1 GiB is its tasks' heap and 512 MiB are for
 * the classes of the jobs that a session sees come and go.
 */
final class ClusterSettings {
    private final Map<String, String> settings;

    private ClusterSettings(Map<String, String> settings) {
        this.settings = settings;
    }

    static ClusterSettings of(FlinkHome home, int restPort, int rpcPort, int slots) {
        return new ClusterSettings(new TreeMap<>(Map.ofEntries(
                Map.entry("jobmanager.bind-host", "localhost"),
                Map.entry("jobmanager.rpc.address", "localhost"),
                Map.entry("jobmanager.rpc.port", Integer.toString(rpcPort)),
                Map.entry("jobmanager.memory.process.size", "1g"),
                Map.entry("rest.address", "localhost"),
                Map.entry("rest.bind-address", "localhost"),
                Map.entry("rest.port", Integer.toString(restPort)),
                Map.entry("taskmanager.bind-host", "localhost"),
                Map.entry("taskmanager.host", "localhost"),
                Map.entry("taskmanager.numberOfTaskSlots", Integer.toString(slots)),
                Map.entry("taskmanager.memory.process.size", "2304m"),
                Map.entry("taskmanager.memory.task.heap.size", "1g"),
                Map.entry("taskmanager.memory.managed.size", "128m"),
                Map.entry("taskmanager.memory.jvm-metaspace.size", "512m"),
                // A TaskManager killed is missed after seconds, instead of almost a minute.
                Map.entry("heartbeat.interval", "1 s"),
                Map.entry("heartbeat.timeout", "15 s"),
                Map.entry("execution.checkpointing.dir", home.state("checkpoints")),
                Map.entry("execution.checkpointing.savepoint-dir", home.state("savepoints")),
                Map.entry("io.tmp.dirs", home.temporary().toString()))));
    }

    String restUrl() {
        return "http://localhost:" + settings.get("rest.port");
    }

    void write(FlinkHome home) {
        Stream<String> lines = settings.entrySet().stream()
                .map(setting -> "%s: '%s'"
                        .formatted(setting.getKey(), setting.getValue().replace("'", "''")));
        try {
            Files.write(home.configuration().resolve("config.yaml"), lines.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write the cluster's configuration", e);
        }
    }

    /** The JobManager's share of heap, metaspace and direct memory. */
    List<String> jobManagerJvmOptions() {
        Configuration all = Configuration.fromMap(settings);
        return words(JobManagerProcessUtils.generateJvmParametersStr(
                JobManagerProcessUtils.processSpecFromConfig(all), all));
    }

    List<String> jobManagerArguments() {
        return words(JobManagerProcessUtils.generateDynamicConfigsStr(
                JobManagerProcessUtils.processSpecFromConfig(Configuration.fromMap(settings))));
    }

    /** A TaskManager's share of heap, metaspace and direct memory. */
    List<String> taskManagerJvmOptions() {
        return words(ProcessMemoryUtils.generateJvmParametersStr(
                TaskExecutorProcessUtils.processSpecFromConfig(Configuration.fromMap(settings))));
    }

    /** The memory that a TaskManager takes for its own; it refuses to start without. */
    List<String> taskManagerArguments() {
        return words(TaskExecutorProcessUtils.generateDynamicConfigsStr(
                TaskExecutorProcessUtils.processSpecFromConfig(Configuration.fromMap(settings))));
    }

    private static List<String> words(String options) {
        return Arrays.stream(options.strip().split("\\s+", -1)).toList();
    }
}
