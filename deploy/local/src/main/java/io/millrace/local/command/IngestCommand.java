package io.millrace.local.command;

import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.cli.JobCommand;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace ingest}. */
@Command(
        name = "ingest",
        description = "Runs the ingest job on a Flink mini cluster here, until its source ends or Ctrl-C.")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private JobCommand job = new JobCommand();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws Exception {
        MillraceConfig settings = job.load();
        IngestApplication application = new IngestApplication(settings);
        try (Shutdown shutdown = new Shutdown()) {
            LocalFlink flink = shutdown.add(LocalFlink.start(JobRunner.slots(settings), data.at("checkpoints")));
            System.err.println("Flink: " + flink.webUi());
            IngestSummary summary =
                    new Progress(System.err, Terminal.showsProgress()).follow(new JobRunner(flink).ingest(application));
            DirectoryReport.deadLetters(summary.written(), settings).forEach(System.err::println);
        }
        return 0;
    }
}
