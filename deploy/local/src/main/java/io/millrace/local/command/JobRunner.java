package io.millrace.local.command;

import io.millrace.job.IngestApplication;
import io.millrace.job.QueryApplication;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.RunningJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the jobs to the local cluster. */
final class JobRunner {
    private final LocalFlink flink;

    JobRunner(LocalFlink flink) {
        this.flink = flink;
    }

    RunningJob ingest(IngestApplication application) throws Exception {
        application.prepare();
        StreamExecutionEnvironment env = flink.environment();
        application.define(env);
        return new RunningJob(env.executeAsync(application.jobName()));
    }

    RunningJob query(QueryApplication application) throws Exception {
        application.prepare();
        StreamExecutionEnvironment env = flink.environment();
        application.define(env);
        return new RunningJob(env.executeAsync(application.jobName()));
    }
}
