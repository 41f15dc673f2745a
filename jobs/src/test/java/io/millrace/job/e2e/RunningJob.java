package io.millrace.job.e2e;

import io.millrace.failure.ClassifiedException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecution;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** A job that was submitted; cancelled when it is closed and still runs. */
final class RunningJob implements AutoCloseable {
    private final MiniCluster cluster;
    private final JobClient client;

    RunningJob(MiniCluster cluster, JobClient client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** Waits until every task runs. */
    void awaitRunning() {
        var unused = Await.until(
                () -> attempts().map(AccessExecution::getState).toList(),
                states -> !states.isEmpty() && states.stream().allMatch(ExecutionState.RUNNING::equals));
    }

    /** Waits until every task runs in a later attempt than its first. */
    void awaitRestarted() {
        var unused = Await.until(
                () -> attempts().toList(),
                tasks -> tasks.stream()
                        .allMatch(task -> task.getAttemptNumber() > 0 && task.getState() == ExecutionState.RUNNING));
    }

    /** Waits until so many checkpoints were completed since the job was submitted. */
    void awaitCheckpoints(long count) {
        var unused = Await.until(
                () -> {
                    var statistics = graph().getCheckpointStatsSnapshot();
                    return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
                },
                completed -> completed >= count);
    }

    /** How many checkpoints were completed. */
    long checkpoints() {
        var statistics = graph().getCheckpointStatsSnapshot();
        return statistics == null ? 0 : statistics.getCounts().getNumberOfCompletedCheckpoints();
    }

    /** How many checkpoints failed, each of which is tried again. */
    long failedCheckpoints() {
        var statistics = graph().getCheckpointStatsSnapshot();
        return statistics == null ? 0 : statistics.getCounts().getNumberOfFailedCheckpoints();
    }

    /** How often a task was started again, the most of all tasks. */
    int restarts() {
        return attempts().mapToInt(AccessExecution::getAttemptNumber).max().orElse(0);
    }

    JobStatus status() {
        return get(client.getJobStatus()::get);
    }

    /** Waits for the job's end, and gives what it counted. */
    Map<String, Long> result() {
        Map<String, Long> counts = new HashMap<>();
        get(client.getJobExecutionResult()::get).getAllAccumulatorResults().forEach((name, count) -> {
            if (count instanceof Long number) {
                counts.put(name, number);
            }
        });
        return counts;
    }

    /** Waits until the job has failed, and gives the message of what its adapter classified. */
    String failure() {
        Throwable failure = failed();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ClassifiedException) {
                return String.valueOf(at.getMessage());
            }
        }
        throw new AssertionError("the job failed for a reason that nobody classified", failure);
    }

    /** Waits until the job has failed, and gives what Flink says of it. */
    Throwable failed() {
        try {
            client.getJobExecutionResult().get();
        } catch (ExecutionException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a job", e);
        }
        throw new AssertionError("the job didn't fail");
    }

    @Override
    public void close() {
        if (!status().isGloballyTerminalState()) {
            get(client.cancel()::get);
            var unused = Await.until(this::status, JobStatus::isGloballyTerminalState);
        }
    }

    private Stream<AccessExecution> attempts() {
        return StreamSupport.stream(graph().getAllExecutionVertices().spliterator(), false)
                .map(vertex -> vertex.getCurrentExecutionAttempt());
    }

    private AccessExecutionGraph graph() {
        JobID id = client.getJobID();
        return get(() -> cluster.getExecutionGraph(id).get());
    }

    private interface Call<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static <T> T get(Call<T> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            throw new AssertionError("the cluster refused", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking the cluster", e);
        }
    }
}
