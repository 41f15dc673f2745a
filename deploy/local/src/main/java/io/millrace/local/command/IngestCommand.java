package io.millrace.local.command;

import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.cli.JobCommand;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.dryrun.DryRun;
import io.millrace.job.dryrun.DryRunReport;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.Progress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace ingest}. */
@Command(
        name = "ingest",
        description = "Runs the ingest job on a Flink mini cluster here, until its source ends or Ctrl-C.")
final class IngestCommand implements Callable<Integer> {
    @Mixin
    private JobCommand job = new JobCommand();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Option(
            names = "--dry-run",
            description =
                    "Say what the job would do and cost, to the present end of its source; call no model and write"
                            + " nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "With --dry-run: print that as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        MillraceConfig settings = job.load();
        if (dryRun) {
            return dryRun(settings);
        }
        if (json) {
            throw new UsageException("--json is for --dry-run");
        }
        IngestApplication application = new IngestApplication(settings);
        try (Shutdown shutdown = new Shutdown()) {
            LocalFlink flink = shutdown.add(LocalFlink.start(JobRunner.slots(settings), data.at("checkpoints")));
            System.err.println("Flink: " + flink.webUi());
            IngestSummary summary = new Progress(System.err, Terminal.showsProgress())
                    .follow(new JobRunner(flink).ingest(application), application.terms());
            DirectoryReport.deadLetters(summary.written(), settings).forEach(System.err::println);
        }
        return 0;
    }

    private int dryRun(MillraceConfig settings) throws Exception {
        try (Shutdown shutdown = new Shutdown()) {
            DryRunReport report = new DryRun(settings, new BoundedJobs(settings, data, shutdown)).report();
            if (json) {
                System.out.println(report.json());
            } else {
                report.lines().forEach(System.out::println);
            }
        }
        return 0;
    }
}
