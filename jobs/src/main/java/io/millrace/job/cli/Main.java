package io.millrace.job.cli;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.QueryApplication;
import io.millrace.job.SpendSummary;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.job.dryrun.DryRun;
import io.millrace.job.dryrun.Terms;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.client.program.ProgramParametrizationException;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The entry of the jobs' jar: {@code flink run -d millrace-jobs.jar ingest --config FILE}. */
@Command(
        name = "millrace-jobs",
        description = "Millrace's jobs, for Apache Flink.",
        mixinStandardHelpOptions = true,
        subcommands = {Main.Ingest.class, Main.Query.class},
        synopsisSubcommandLabel = "(ingest | query)")
public final class Main implements Callable<Integer> {
    /** Exit code of a command line or configuration that can't be used. */
    public static final int UNUSABLE = 2;

    /** Exit code of a job that was refused or failed. */
    public static final int FAILED = 1;

    /**
     * Runs a command. What goes wrong is thrown, as the one exception of which Flink's command line prints the message
     * alone: exiting would take the job manager along, when the jar is submitted in its web UI.
     *
     * @throws ProgramParametrizationException saying what went wrong
     */
    public static void main(String[] arguments) {
        StringWriter errors = new StringWriter();
        int code = commandLine().setErr(new PrintWriter(errors, true)).execute(arguments);
        if (code != 0) {
            var failure = new ProgramParametrizationException(errors.toString().strip());
            // The message says what to mend, or has the trace of the failure itself.
            failure.setStackTrace(new StackTraceElement[0]);
            throw failure;
        }
        System.err.print(errors);
    }

    /** The command line, with failures said in a line and not in a stack trace. */
    public static CommandLine commandLine() {
        return withReadableFailures(new CommandLine(new Main()));
    }

    /** Says what a person can mend in a message; keeps the stack trace of what is a defect. */
    public static CommandLine withReadableFailures(CommandLine commandLine) {
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (failure instanceof ConfigurationException) {
                        line.getErr().println(failure.getMessage());
                        return UNUSABLE;
                    }
                    // A job that failed while it ran brings its failure deep inside Flink's own.
                    var classified = ExceptionUtils.findThrowable(failure, ClassifiedException.class);
                    if (classified.isPresent()) {
                        line.getErr().println(classified.get().getMessage());
                        return FAILED;
                    }
                    throw failure;
                });
    }

    @Override
    public Integer call() {
        commandLine().usage(System.out);
        return 0;
    }

    /** {@code ingest --config FILE}. */
    @Command(
            name = "ingest",
            description = "Reads documents, and keeps the collection true to them.",
            mixinStandardHelpOptions = true)
    static final class Ingest implements Callable<Integer> {
        @Mixin
        private JobCommand command = new JobCommand();

        @Option(
                names = "--dry-run",
                description = "Say what the job would do and cost, to the present end of its source; call no model and"
                        + " write nothing.")
        private boolean dryRun;

        @Override
        public Integer call() throws Exception {
            MillraceConfig config = command.load();
            if (dryRun) {
                new DryRun(config, Ingest::toTheEnd).report().lines().forEach(System.out::println);
                return 0;
            }
            IngestApplication application = new IngestApplication(config);
            application.prepare();
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            application.define(env);
            summarise(env.execute(application.jobName()), application.terms());
            return 0;
        }

        private static Map<String, Long> toTheEnd(String jobName, Consumer<StreamExecutionEnvironment> definition)
                throws Exception {
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            definition.accept(env);
            JobExecutionResult result = env.execute(jobName);
            if (result instanceof DetachedJobExecutionResult) {
                throw new FatalException(
                        "detached", "A dry run says at its end what it found: submit it without -d, not detached");
            }
            Map<String, Long> counts = new HashMap<>();
            result.getAllAccumulatorResults().forEach((name, count) -> {
                if (count instanceof Long number) {
                    counts.put(name, number);
                }
            });
            return counts;
        }

        private static void summarise(JobExecutionResult result, List<Terms> terms) {
            if (result instanceof DetachedJobExecutionResult) {
                return;
            }
            Map<String, Object> counted = result.getAllAccumulatorResults();
            IngestSummary.of(counted).lines().forEach(System.out::println);
            SpendSummary.lines(counted, terms).forEach(System.out::println);
        }
    }

    /** {@code query --config FILE}. */
    @Command(name = "query", description = "Answers requests from the collection.", mixinStandardHelpOptions = true)
    static final class Query implements Callable<Integer> {
        @Mixin
        private JobCommand command = new JobCommand();

        @Override
        public Integer call() throws Exception {
            QueryApplication application = new QueryApplication(command.load());
            application.prepare();
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            application.define(env);
            env.execute(application.jobName());
            return 0;
        }
    }
}
