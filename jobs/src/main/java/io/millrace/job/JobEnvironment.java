package io.millrace.job;

import io.millrace.job.config.JobConfig;
import io.millrace.job.config.MillraceConfig;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a job asks of Flink. */
final class JobEnvironment {
    /**
     * Flink's own 100 ms are for throughput, which full buffers serve anyway; a lone document would wait for them at each
     * exchange.
     */
    private static final Duration INGESTION_BUFFERS = Duration.ofMillis(5);

    /** Each record goes at once: requests and answers are few, and somebody waits for each. */
    private static final Duration QUERY_BUFFERS = Duration.ZERO;

    private JobEnvironment() {}

    /** Sets the environment up for a job that ingests, as the configuration says. */
    static void forIngestion(StreamExecutionEnvironment env, MillraceConfig config) {
        forIngestion(env, config, mode(config.job().mode()));
    }

    /** As {@link #forIngestion(StreamExecutionEnvironment, MillraceConfig)}, in another mode than it says. */
    static void forIngestion(StreamExecutionEnvironment env, MillraceConfig config, RuntimeExecutionMode mode) {
        configure(env, config, mode, JobConfig.INGESTION_CHECKPOINTS, INGESTION_BUFFERS);
    }

    /** Sets the environment up for a job that answers, as the configuration says. */
    static void forQueries(StreamExecutionEnvironment env, MillraceConfig config) {
        configure(env, config, mode(config.job().mode()), JobConfig.QUERY_CHECKPOINTS, QUERY_BUFFERS);
    }

    private static void configure(
            StreamExecutionEnvironment env,
            MillraceConfig config,
            RuntimeExecutionMode mode,
            Duration checkpoints,
            Duration buffers) {
        JobConfig job = config.job();
        Configuration settings = new Configuration();
        settings.set(ExecutionOptions.RUNTIME_MODE, mode);
        // Every record that flows has a serialiser of Flink's own; one that hasn't is a defect, found before it runs.
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        // No record is changed once it is made, so none needs to be copied between the stages of one task.
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, buffers);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, job.checkpointInterval(checkpoints));
        // A checkpoint that comes too late, as in an outage or behind a huge document, is tried again: it costs
        // nothing but a longer replay, where failing the job would cost the work since the last one.
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        if (job.parallelism() != null) {
            env.setParallelism(job.parallelism());
        }
        env.configure(settings, JobEnvironment.class.getClassLoader());
    }

    private static RuntimeExecutionMode mode(JobConfig.Mode mode) {
        return switch (mode) {
            case BATCH -> RuntimeExecutionMode.BATCH;
            case AUTO, STREAMING -> RuntimeExecutionMode.STREAMING;
        };
    }
}
