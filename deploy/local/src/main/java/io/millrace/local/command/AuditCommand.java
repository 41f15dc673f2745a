package io.millrace.local.command;

import io.millrace.job.audit.Audit;
import io.millrace.job.audit.AuditReport;
import io.millrace.job.cli.JobCommand;
import io.millrace.job.config.MillraceConfig;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace audit}. */
@Command(
        name = "audit",
        description = {
            "Compares the ingest job's source, a directory or a topic from its start to its end, with the collection,"
                    + " chunk by chunk and field by field. Calls no embedding model and changes nothing, unless it is to"
                    + " repair.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the collection is true to the source",
            "1:it differs",
            "2:it couldn't be compared: unusable command line or configuration, or something failed"
        })
final class AuditCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    /** Not below io.millrace, whose warnings show on the console. */
    private static final Logger LOG = LoggerFactory.getLogger("failures");

    @Mixin
    private JobCommand job = new JobCommand();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Option(
            names = "--repair",
            description = "Mend what differs, and compare again. Stop the ingest job before, or let it catch up.")
    private boolean repair;

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        MillraceConfig config = job.load();
        try (Shutdown shutdown = new Shutdown()) {
            ScratchDirectory scratch = shutdown.add(new ScratchDirectory("millrace-audit"));
            Audit audit = new Audit(config, scratch.path(), new BoundedJobs(config, data, shutdown));
            AuditReport report = repair ? audit.repair() : audit.compare();
            if (repair && !report.isTrue()) {
                report.lines().forEach(System.err::println);
                System.err.println("That was mended; comparing again.");
                report = audit.compare();
            }
            if (json) {
                System.out.println(report.json());
            } else {
                report.lines().forEach(System.out::println);
            }
            return report.isTrue() ? 0 : DIFFERENT;
        } catch (Exception e) {
            // 1 says that it differs.
            LOG.error("The audit failed", e);
            System.err.println(Failures.message(e));
            return Failures.UNUSABLE;
        }
    }
}
