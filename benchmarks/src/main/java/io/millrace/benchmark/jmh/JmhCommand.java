package io.millrace.benchmark.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jmh}: what comes after it is JMH's. */
@Command(
        name = "jmh",
        description = {
            "Measures the chunkers and the batcher with JMH. What comes after `--` is JMH's, such as -- Chunker -p"
                    + " chunker=structure -f 1"
        })
public final class JmhCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARGUMENT", description = "JMH's: a part of a benchmark's name, -p, -f, -wi, -i, …")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(arguments.toArray(String[]::new)))
                        // The forks' own: where the texts are.
                        .jvmArgsAppend("-Dmillrace.data=" + System.getProperty("millrace.data", "../shared/data"))
                        .build())
                .run();
        return 0;
    }
}
