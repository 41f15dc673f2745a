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
        description = "Keeps a vector index true to changing documents, and answers questions from it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            IngestCommand.class,
            QueryCommand.class,
            AskCommand.class,
            SearchCommand.class,
            KafkaCommand.class,
            QdrantCommand.class,
            EvalCommand.class
        })
public final class Commands implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine.usage(spec.commandLine(), System.err);
        }
        return CommandLine.ExitCode.USAGE;
    }
}
