package io.millrace.local;

import io.millrace.local.command.Commands;

/** The {@code millrace} command. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        // Before anything can log: the log's place depends on the command line.
        LogFile.choose(arguments);
        int code = Commands.commandLine().execute(arguments);
        // Explicitly: a server's last threads need not hold the command up.
        System.exit(code);
    }
}
