package io.millrace.local.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What {@code millrace} can do. */
@Command(
        name = "millrace",
        description = {
            "Keeps a vector index true to changing documents, and answers questions from it.",
            "Begin with 'millrace quickstart --docs DIR'. Each command has a --help of its own."
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            AskCommand.class,
            SearchCommand.class,
            RecommendCommand.class,
            IngestCommand.class,
            ReplayCommand.class,
            AuditCommand.class,
            QueryCommand.class,
            KafkaCommand.class,
            QdrantCommand.class,
            EvalCommand.class,
            DoctorCommand.class
        })
public final class Commands implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** The command line: answers go to standard output, all else that people read to standard error. */
    public static CommandLine commandLine() {
        return new CommandLine(new Commands())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Commands::refuse)
                .setExecutionExceptionHandler(new Failures());
    }

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine.usage(spec.commandLine(), System.err);
        }
        return Failures.UNUSABLE;
    }

    private static int refuse(CommandLine.ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        line.getErr().println(failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr());
        line.getErr()
                .printf(
                        "'%s --help' says what it takes.%n",
                        line.getCommandSpec().qualifiedName());
        line.getErr().flush();
        return Failures.UNUSABLE;
    }
}
