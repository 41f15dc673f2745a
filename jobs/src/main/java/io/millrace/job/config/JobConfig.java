package io.millrace.job.config;

import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a job runs on Flink. */
public record JobConfig(
        @Setting(doc = "The job's name in Flink; without one, `millrace-ingest` or `millrace-query`.") @Nullable
        String name,

        @Setting(min = "1", max = "32768", doc = "Subtasks of each operator; without it, what Flink is set to.")
        @Nullable
        Integer parallelism,

        @Setting(
                value = "auto",
                doc =
                        "Flink's runtime mode. `auto` is `streaming`, for a source that ends too: its checkpoints let a long"
                                + " run go on where it failed. `batch` is for sources that end.")
        Mode mode,

        @Setting(
                value = "10s",
                min = "100ms",
                doc = "Time between checkpoints of a streaming job. With `exactly-once`, what the job writes to Kafka"
                        + " becomes visible to read-committed consumers this often.")
        Duration checkpointInterval)
        implements Serializable {

    /** Flink's runtime modes. */
    public enum Mode {
        AUTO,
        BATCH,
        STREAMING
    }
}
