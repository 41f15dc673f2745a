package io.millrace.local.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster in this JVM, with its web UI. */
public final class LocalFlink implements AutoCloseable {
    /** Subtasks of each operator where the configuration doesn't say. */
    public static final int PARALLELISM = 2;

    /** Where Flink's web UI is looked for; the next free port is taken when it isn't free. */
    private static final String WEB_PORTS = "8081-8180";

    private final MiniCluster cluster;
    private final URI webUi;

    private LocalFlink(MiniCluster cluster, URI webUi) {
        this.cluster = cluster;
        this.webUi = webUi;
    }

    /**
     * Starts the cluster.
     *
     * @param slots how many subtasks of one operator can run: the jobs' parallelisms, added up
     * @param checkpoints the directory that checkpoints go to; made when it is absent
     */
    public static LocalFlink start(int slots, Path checkpoints) throws Exception {
        Configuration settings = new Configuration();
        settings.set(RestOptions.BIND_PORT, WEB_PORTS);
        settings.set(RestOptions.ADDRESS, "127.0.0.1");
        settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
        // Counts travel with heartbeats: this often, progress can be shown.
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        cluster.start();
        return new LocalFlink(cluster, cluster.getRestAddress().get());
    }

    /** Where a browser finds the web UI. */
    public URI webUi() {
        return webUi;
    }

    /** An environment to define one job in. */
    public StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(new Configuration());
        env.setParallelism(PARALLELISM);
        return env;
    }

    /** Starts the job that was defined. Not through the REST interface, which takes seconds to send and to ask. */
    public RunningJob submit(StreamExecutionEnvironment env, String name)
            throws InterruptedException, ExecutionException {
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName(name);
        // Not as a job graph: Flink refuses one for a batch job with a committing sink on Kafka.
        cluster.submitJob(graph).get();
        return new RunningJob(new MiniClusterJobClient(
                graph.getJobID(),
                cluster,
                LocalFlink.class.getClassLoader(),
                MiniClusterJobClient.JobFinalizationBehavior.NOTHING));
    }

    @Override
    public void close() {
        cluster.closeAsync().join();
    }
}
