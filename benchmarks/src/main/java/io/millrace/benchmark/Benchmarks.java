package io.millrace.benchmark;

import io.millrace.benchmark.ask.AskCommand;
import io.millrace.benchmark.edit.ChunkEditsCommand;
import io.millrace.benchmark.ingest.IngestCommand;
import io.millrace.benchmark.ingest.MemoryCommand;
import io.millrace.benchmark.ingest.RatesCommand;
import io.millrace.benchmark.ingest.ScalingCommand;
import io.millrace.benchmark.jmh.JmhCommand;
import io.millrace.benchmark.lone.LoneCommand;
import io.millrace.benchmark.onnx.OnnxCommand;
import io.millrace.benchmark.quality.ChunkQualityCommand;
import io.millrace.benchmark.report.BuiltVersions;
import io.millrace.failure.ClassifiedException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run}: a benchmark is a subcommand. */
@Command(
        name = "benchmarks/run",
        description = {
            "Runs a benchmark: a Markdown table on standard output, progress on standard error, and all figures as"
                    + " JSON in benchmarks/target/results.",
            "Each benchmark has a --help of its own."
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = BuiltVersions.class,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            AskCommand.class,
            ChunkEditsCommand.class,
            ChunkQualityCommand.class,
            IngestCommand.class,
            JmhCommand.class,
            LoneCommand.class,
            MemoryCommand.class,
            RatesCommand.class,
            OnnxCommand.class,
            ScalingCommand.class
        })
public final class Benchmarks implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        int code = new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Benchmarks::tell)
                .execute(arguments);
        System.exit(code);
    }

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine.usage(spec.commandLine(), System.err);
        }
        return UNUSABLE;
    }

    /** What a person can mend is said in a line; anything else is a defect, and shown whole. */
    private static int tell(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof ClassifiedException) {
            line.getErr().println(failure.getMessage());
            line.getErr().flush();
            return FAILED;
        }
        throw failure;
    }
}
