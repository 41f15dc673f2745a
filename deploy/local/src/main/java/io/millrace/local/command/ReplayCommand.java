package io.millrace.local.command;

import io.millrace.job.cli.JobCommand;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.replay.LetterChoice;
import io.millrace.job.replay.Replay;
import io.millrace.job.replay.ReplayReport;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace replay}. */
@Command(
        name = "replay",
        description = {
            "Sends dead letters round again, after what made them fail was mended. Records of a topic go back to it, in"
                    + " the place that they had in its order; records of files go through an ingest job here. What fails"
                    + " again is a new dead letter.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every dead letter that was chosen was sent",
            "1:something failed, or a letter was refused",
            "2:unusable command line or configuration"
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private JobCommand job = new JobCommand();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Option(names = "--stage", paramLabel = "S", description = "Only those that failed there. May be repeated.")
    private Set<String> stages = new LinkedHashSet<>();

    @Option(names = "--code", paramLabel = "C", description = "Only those with that reason. May be repeated.")
    private Set<String> codes = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "T",
            description = "Only those that failed then or later, as 2026-11-01T10:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--all",
            description = "From the start of the dead-letters topic, and not from where the last replay ended.")
    private boolean all;

    @Option(names = "--dry-run", description = "Count only: send nothing, and let nothing go.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        MillraceConfig config = job.load();
        LetterChoice choice = new LetterChoice(stages, codes, instant(since));
        try (Shutdown shutdown = new Shutdown()) {
            Replay replay = new Replay(config, choice, dryRun, new BoundedJobs(config, data, shutdown));
            ReplayReport report = replay.run(all);
            report.lines().forEach(System.out::println);
            if (dryRun) {
                System.out.println("Nothing was sent: --dry-run.");
            }
            return report.refused() == 0 ? 0 : Failures.FAILED;
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new UsageException("--since must be a time as 2026-11-01T10:00:00Z, got '%s'".formatted(text));
        }
    }
}
