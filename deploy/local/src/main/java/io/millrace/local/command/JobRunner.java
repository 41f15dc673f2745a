package io.millrace.local.command;

import io.millrace.job.IngestApplication;
import io.millrace.job.QueryApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.RunningJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the jobs to the local cluster. */
final class JobRunner {
    private final LocalFlink flink;

    JobRunner(LocalFlink flink) {
        this.flink = flink;
    }

    /** How many slots a job with this configuration takes. */
    static int slots(MillraceConfig config) {
        Integer parallelism = config.job().parallelism();
        return parallelism == null ? LocalFlink.PARALLELISM : parallelism;
    }

    RunningJob ingest(IngestApplication application) throws Exception {
        application.prepare();
        StreamExecutionEnvironment env = flink.environment();
        application.define(env);
        return flink.submit(env, application.jobName());
    }

    RunningJob query(QueryApplication application) throws Exception {
        application.prepare();
        StreamExecutionEnvironment env = flink.environment();
        application.define(env);
        return flink.submit(env, application.jobName());
    }
}
