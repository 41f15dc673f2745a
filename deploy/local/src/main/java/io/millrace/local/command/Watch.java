package io.millrace.local.command;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.local.cluster.RunningJob;
import java.util.ArrayList;
import java.util.List;

/**
 * Over what should run until the end: cancels the jobs when closed, and before that ends the process, with a message,
 * when something fails for good.
 */
final class Watch implements AutoCloseable {
    private final List<RunningJob> jobs = new ArrayList<>();
    private volatile boolean over;

    void over(String name, RunningJob job) {
        synchronized (jobs) {
            jobs.add(job);
        }
        job.onFailure(failure -> end("The %s job failed: %s".formatted(name, Failures.message(failure))));
    }

    void over(EmbeddedKafka kafka) {
        var unused = kafka.termination().exceptionally(failure -> {
            end(Failures.message(failure));
            return null;
        });
    }

    @Override
    public void close() {
        over = true;
        synchronized (jobs) {
            jobs.forEach(RunningJob::cancel);
        }
    }

    private void end(String message) {
        if (over) {
            return;
        }
        System.err.println(message);
        // Apart: the listener's thread is needed to close what it belongs to.
        new Thread(() -> System.exit(Failures.FAILED), "end").start();
    }
}
