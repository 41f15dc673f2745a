package io.millrace.benchmark.corpus;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the texts of a benchmark come from. */
public final class SciFactOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:millrace.data:-../shared/data}",
            description = "The evaluation data, the folder above scifact/ (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".");

    /** The folder above {@code scifact/}. */
    public Path folder() {
        return data;
    }
}
