package io.millrace.local.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;

/** A job that was submitted. Safe for use by many threads. */
public final class RunningJob {
    private static final long QUESTION_SECONDS = 5;

    private final JobClient client;
    private final CompletableFuture<JobExecutionResult> end;

    RunningJob(JobClient client) {
        this.client = client;
        this.end = client.getJobExecutionResult();
    }

    /** What the job has counted so far, by name; empty when it can't be asked just now. */
    public Map<String, Long> counts() throws InterruptedException {
        try {
            return numbers(client.getAccumulators().get(QUESTION_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            // Progress is a courtesy: a cluster too busy to answer is asked again a moment later.
            return Map.of();
        }
    }

    /** Whether the job failed and is being started again from its last checkpoint. */
    public boolean isRestarting() throws InterruptedException {
        try {
            return client.getJobStatus().get(QUESTION_SECONDS, TimeUnit.SECONDS) == JobStatus.RESTARTING;
        } catch (ExecutionException | TimeoutException e) {
            // As with the counts.
            return false;
        }
    }

    /** Waits for the job's end, good or bad; false when it didn't come in time. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        try {
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Waits for the end, and gives what the job counted; fails as the job failed. */
    public Map<String, Long> result() throws InterruptedException, ExecutionException {
        return numbers(end.get().getAllAccumulatorResults());
    }

    /** Tells when the job has failed for good, or was cancelled; on another thread. */
    public void onFailure(Consumer<Throwable> listener) {
        var unused = end.whenComplete((result, failure) -> {
            if (failure != null) {
                listener.accept(failure);
            }
        });
    }

    /** Asks the job to stop, and doesn't wait. */
    public void cancel() {
        var unused = client.cancel();
    }

    private static Map<String, Long> numbers(Map<String, Object> counted) {
        Map<String, Long> numbers = new HashMap<>();
        counted.forEach((name, count) -> {
            if (count instanceof Long number) {
                numbers.put(name, number);
            }
        });
        return numbers;
    }
}
