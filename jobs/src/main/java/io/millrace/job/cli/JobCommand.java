package io.millrace.job.cli;

import io.millrace.job.config.MillraceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What every command that runs a job takes. */
public final class JobCommand {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration: docs/configuration.md lists every key.")
    private Path file = Path.of("millrace.yaml");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the file, as in --set query.top-k=10. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    /** Reads the file, with the overrides on top. */
    public MillraceConfig load() {
        return MillraceConfig.load(file, overrides, System.getenv());
    }
}
