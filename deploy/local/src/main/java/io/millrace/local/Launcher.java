package io.millrace.local;

import io.millrace.job.cli.Main;
import io.millrace.local.command.Commands;
import picocli.CommandLine;

/** The {@code millrace} command. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        CommandLine commandLine = Main.withReadableFailures(new CommandLine(new Commands()));
        int code = commandLine.execute(arguments);
        // Explicitly: a server's last threads need not hold the command up.
        System.exit(code);
    }
}
