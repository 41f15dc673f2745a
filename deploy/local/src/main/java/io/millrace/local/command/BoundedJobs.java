package io.millrace.local.command;

import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.SpendSummary;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.replay.BoundedRun;
import io.millrace.local.cluster.LocalFlink;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** Runs jobs one after another on a Flink here, which is started when the first one comes. */
final class BoundedJobs implements BoundedRun {
    private final MillraceConfig config;
    private final DataDirectory data;
    private final Shutdown shutdown;
    private @Nullable LocalFlink flink;

    BoundedJobs(MillraceConfig config, DataDirectory data, Shutdown shutdown) {
        this.config = config;
        this.data = data;
        this.shutdown = shutdown;
    }

    @Override
    public Map<String, Long> toTheEnd(String jobName, Consumer<StreamExecutionEnvironment> definition)
            throws Exception {
        if (flink == null) {
            flink = shutdown.add(LocalFlink.start(JobRunner.slots(config), data.at("checkpoints")));
            System.err.println("Flink: " + flink.webUi());
        }
        StreamExecutionEnvironment env = flink.environment();
        definition.accept(env);
        Map<String, Long> counts = flink.submit(env, jobName).result();
        if (counts.containsKey("records") && counts.containsKey("indexed")) {
            IngestSummary.of(counts).lines().forEach(System.err::println);
        }
        SpendSummary.lines(counts, new IngestApplication(config).terms()).forEach(System.err::println);
        return counts;
    }
}
