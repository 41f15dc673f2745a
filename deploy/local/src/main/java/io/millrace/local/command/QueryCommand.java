package io.millrace.local.command;

import io.millrace.job.QueryApplication;
import io.millrace.job.cli.JobCommand;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace query}. */
@Command(name = "query", description = "Runs the query job on a Flink mini cluster here, until Ctrl-C.")
final class QueryCommand implements Callable<Integer> {
    @Mixin
    private JobCommand job = new JobCommand();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws Exception {
        MillraceConfig settings = job.load();
        QueryApplication application = new QueryApplication(settings);
        try (Shutdown shutdown = new Shutdown()) {
            LocalFlink flink = shutdown.add(LocalFlink.start(JobRunner.slots(settings), data.at("checkpoints")));
            System.err.println("Flink: " + flink.webUi());
            new JobRunner(flink).query(application).result();
        }
        return 0;
    }
}
