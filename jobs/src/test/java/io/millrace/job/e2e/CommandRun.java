package io.millrace.job.e2e;

import io.millrace.job.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What a run of the jobs' command line came to.
 *
 * @param exitCode 0 when all went well
 * @param errors what it wrote to the standard error, without the last line end
 */
record CommandRun(int exitCode, String errors) {
    /** Runs {@code COMMAND --config FILE --set KEY=VALUE…} with the flow's settings. */
    static CommandRun of(String command, Flow flow, Path folder) {
        return of(command, flow, folder, "job: {}");
    }

    /** As {@link #of(String, Flow, Path)}, with a file that says so. */
    static CommandRun of(String command, Flow flow, Path folder, String yaml) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--config", write(folder, yaml).toString()));
        flow.overrides().forEach(override -> arguments.addAll(List.of("--set", override)));
        StringWriter errors = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));
        int exitCode = line.execute(arguments.toArray(String[]::new));
        return new CommandRun(exitCode, errors.toString().strip());
    }

    private static Path write(Path folder, String yaml) {
        try {
            return Files.writeString(folder.resolve("millrace.yaml"), yaml);
        } catch (IOException e) {
            throw new AssertionError("the configuration can't be written", e);
        }
    }
}
