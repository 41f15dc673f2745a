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
                min = "100ms",
                doc = "Time between checkpoints of a streaming job; without it, `30s` where documents are ingested and"
                        + " `10s` where requests are answered. With `exactly-once`, what the job writes to Kafka becomes"
                        + " visible to read-committed consumers this often.")
        @Nullable
        Duration checkpointInterval)
        implements Serializable {

    /**
     * Where documents are ingested: what was in flight is waited for at each checkpoint, which costs about the latency of
     * a request; and little is repeated after a failure, since the index knows what it holds.
     */
    public static final Duration INGESTION_CHECKPOINTS = Duration.ofSeconds(30);

    /** Where requests are answered: a read-committed consumer waits so long for its answer. */
    public static final Duration QUERY_CHECKPOINTS = Duration.ofSeconds(10);

    /** The time between checkpoints, for a job of the kind that has this default. */
    public Duration checkpointInterval(Duration byDefault) {
        return checkpointInterval == null ? byDefault : checkpointInterval;
    }

    /** Flink's runtime modes. */
    public enum Mode {
        AUTO,
        BATCH,
        STREAMING
    }
}
