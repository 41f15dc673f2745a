package io.millrace.job.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Flink standalone session cluster: a JobManager, TaskManagers and, for each command, a client, each a JVM of its own
 * that knows Flink's classes and no others. Its processes end with {@link #close}, at the latest with this JVM.
 *
 * <p>For one test thread. Below its folder are {@code log}, {@code checkpoints} and {@code savepoints}.
 */
final class FlinkSessionCluster implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration COMMAND_PATIENCE = Duration.ofMinutes(3);

    private final FlinkHome home;
    private final ClusterSettings settings;
    private final FlinkRest rest;
    // All that were started, ended or not; the shutdown hook reads it from another thread.
    private final List<FlinkProcess> processes = new CopyOnWriteArrayList<>();
    private final List<FlinkProcess> taskManagers = new ArrayList<>();
    private final Thread shutdownHook = new Thread(this::killAll, "flink-session-cluster-kill");

    private FlinkSessionCluster(FlinkHome home, ClusterSettings settings) {
        this.home = home;
        this.settings = settings;
        this.rest = new FlinkRest(settings.restUrl());
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /**
     * Returns when the JobManager answers and all TaskManagers have registered.
     *
     * @param work an empty folder for all that the cluster writes
     * @param slotsEach of each TaskManager
     */
    static FlinkSessionCluster start(Path work, int taskManagers, int slotsEach) {
        FlinkHome home = FlinkHome.create(work);
        ClusterSettings settings = settingsOnFreePorts(home, slotsEach);
        settings.write(home);
        var cluster = new FlinkSessionCluster(home, settings);
        try {
            cluster.startJobManager();
            for (int count = 0; count < taskManagers; count++) {
                cluster.launchTaskManager();
            }
            cluster.awaitTaskManagers();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Where the web UI and Flink's REST API are, with no slash at the end. */
    String restUrl() {
        return settings.restUrl();
    }

    /** What the JobManager knows of its jobs. */
    FlinkRest rest() {
        return rest;
    }

    /** Runs {@code flink ARGUMENTS}, such as {@code run -d JAR}, {@code list} or {@code stop JOB}, to its end. */
    CommandResult flink(String... arguments) {
        FlinkProcess client = start(
                "client-" + processes.size(),
                List.of("-Xmx512m"),
                "org.apache.flink.client.cli.CliFrontend",
                List.of(arguments));
        try {
            if (!client.process().waitFor(COMMAND_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("flink %s still runs after %s:%n%s"
                        .formatted(String.join(" ", arguments), COMMAND_PATIENCE, client.output()));
            }
            return new CommandResult(client.process().exitValue(), client.output());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while flink ran", e);
        } finally {
            client.kill();
        }
    }

    /** What a TaskManager logged so far. */
    String taskManagerLog(int index) {
        return taskManagers.get(index).log();
    }

    /** The process ids of the JobManager and of the TaskManagers that weren't killed. */
    List<Long> pids() {
        return Stream.concat(Stream.of(processes.get(0)), taskManagers.stream())
                .filter(process -> !process.isKilled())
                .map(process -> process.process().pid())
                .toList();
    }

    /** As {@code kill -9}. The JobManager misses it after some seconds. */
    void killTaskManager(int index) {
        taskManagers.get(index).kill();
    }

    /** Starts one more, and returns its index when it has registered. */
    int startTaskManager() {
        int index = launchTaskManager();
        awaitTaskManagers();
        return index;
    }

    /** Kills every process. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
        killAll();
    }

    private void startJobManager() {
        FlinkProcess jobManager = start(
                "jobmanager",
                settings.jobManagerJvmOptions(),
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                withConfiguration(settings.jobManagerArguments()));
        Await.until(START_PATIENCE, () -> "JobManager at " + restUrl() + "\n" + jobManager.lastLog(), () -> {
            jobManager.requireAlive();
            return rest.answers();
        });
    }

    private int launchTaskManager() {
        int index = taskManagers.size();
        List<String> identity = List.of("-D", "taskmanager.resource-id=" + name(index));
        taskManagers.add(start(
                name(index),
                settings.taskManagerJvmOptions(),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                withConfiguration(Stream.concat(settings.taskManagerArguments().stream(), identity.stream())
                        .toList())));
        return index;
    }

    private void awaitTaskManagers() {
        for (int index = 0; index < taskManagers.size(); index++) {
            FlinkProcess taskManager = taskManagers.get(index);
            String name = name(index);
            if (taskManager.isKilled()) {
                continue;
            }
            Await.until(START_PATIENCE, () -> name + " registered\n" + taskManager.lastLog(), () -> {
                taskManager.requireAlive();
                return rest.taskManagers().contains(name);
            });
        }
    }

    private static String name(int taskManager) {
        return "taskmanager-" + taskManager;
    }

    private List<String> withConfiguration(List<String> arguments) {
        return Stream.concat(Stream.of("--configDir", home.configuration().toString()), arguments.stream())
                .toList();
    }

    private FlinkProcess start(String name, List<String> jvmOptions, String mainClass, List<String> arguments) {
        FlinkProcess process = FlinkProcess.start(home, name, jvmOptions, mainClass, arguments);
        processes.add(process);
        return process;
    }

    private void killAll() {
        processes.forEach(FlinkProcess::kill);
    }

    private static ClusterSettings settingsOnFreePorts(FlinkHome home, int slots) {
        try (var rest = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var rpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return ClusterSettings.of(home, rest.getLocalPort(), rpc.getLocalPort(), slots);
        } catch (IOException e) {
            throw new UncheckedIOException("Found no free port for Flink", e);
        }
    }
}
