package io.millrace.local.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;

/** A job that was submitted. */
public final class RunningJob {
    private final JobClient client;

    public RunningJob(JobClient client) {
        this.client = client;
    }

    /** What the job has counted so far, by name; empty when it can't be asked just now. */
    public Map<String, Long> counts() throws InterruptedException {
        Map<String, Long> counts = new HashMap<>();
        try {
            client.getAccumulators().get(5, TimeUnit.SECONDS).forEach((name, count) -> {
                if (count instanceof Long number) {
                    counts.put(name, number);
                }
            });
        } catch (ExecutionException | TimeoutException e) {
            // Progress is a courtesy: a cluster too busy to answer is asked again a moment later.
            return Map.of();
        }
        return counts;
    }

    /** Whether the job is at its end, good or bad. */
    public boolean isOver() throws InterruptedException, ExecutionException {
        return client.getJobStatus().get().isGloballyTerminalState();
    }

    /** Whether the job's tasks are running. */
    public boolean isRunning() throws InterruptedException, ExecutionException {
        return client.getJobStatus().get() == JobStatus.RUNNING;
    }

    /** Waits for the end, and gives what the job counted; fails as the job failed. */
    public Map<String, Long> result() throws InterruptedException, ExecutionException {
        Map<String, Long> counts = new HashMap<>();
        client.getJobExecutionResult().get().getAllAccumulatorResults().forEach((name, count) -> {
            if (count instanceof Long number) {
                counts.put(name, number);
            }
        });
        return counts;
    }

    /** Asks the job to stop, and doesn't wait. */
    public void cancel() {
        var unused = client.cancel();
    }
}
