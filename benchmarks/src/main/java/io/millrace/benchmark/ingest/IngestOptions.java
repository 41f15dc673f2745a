package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.SciFactOption;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.failure.FatalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code ingest}. */
public final class IngestOptions {
    @Mixin
    final SciFactOption data = new SciFactOption();

    @Option(
            names = "--systems",
            paramLabel = "NAME",
            split = ",",
            description = "Who takes part (default: all). Names: bare, bare-store, millrace, langchain4j-embed-all,"
                    + " langchain4j-ingestor, flink-ml-predict, flink-async-function.")
    List<String> systems = SystemName.labels();

    @Option(names = "--texts", paramLabel = "N", defaultValue = "6400", description = "Texts (default: 6400).")
    int texts = 6400;

    @Option(
            names = "--texts-one-by-one",
            paramLabel = "N",
            defaultValue = "1600",
            description = "Texts for those that send one a request, whose rate doesn't depend on it (default: 1600).")
    int textsOneByOne = 1600;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "155", description = "Tokens of a text, about.")
    int tokens = 155;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Rounds (default: 3).")
    int runs = 3;

    @Option(
            names = "--base-latency",
            paramLabel = "TIME",
            defaultValue = "60ms",
            description = "Of each request at the stub (default: 60ms); 0ms measures processors.")
    String baseLatency = "60ms";

    @Option(
            names = "--per-token",
            paramLabel = "TIME",
            defaultValue = "15us",
            description = "More for each token of a request (default: 15us).")
    String perToken = "15us";

    @Option(names = "--concurrency", paramLabel = "N", defaultValue = "8", description = "Requests in flight.")
    int concurrency = 8;

    @Option(names = "--inputs", paramLabel = "N", defaultValue = "64", description = "Texts in a request.")
    int inputs = 64;

    @Option(names = "--dimensions", paramLabel = "N", defaultValue = "1536", description = "Of a vector.")
    int dimensions = 1536;

    @Option(names = "--parallelism", paramLabel = "N", defaultValue = "1", description = "Subtasks of Flink's jobs.")
    int parallelism = 1;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Records Millrace's JVM in its last round, and prints where its processors' time goes.")
    @Nullable
    Path profile;

    /** The systems that were named. */
    List<SystemName> chosen() {
        return systems.stream()
                .map(label -> SystemName.of(label)
                        .orElseThrow(() -> new FatalException(
                                "bad-option",
                                "--systems must be some of %s, got '%s'"
                                        .formatted(String.join(", ", SystemName.labels()), label))))
                .toList();
    }

    /** For the result file. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("texts", texts);
        settings.put("textsOneByOne", textsOneByOne);
        settings.put("tokens", tokens);
        settings.put("runs", runs);
        settings.put("baseLatency", baseLatency);
        settings.put("perToken", perToken);
        settings.put("concurrency", concurrency);
        settings.put("inputs", inputs);
        settings.put("dimensions", dimensions);
        settings.put("parallelism", parallelism);
        return settings;
    }
}
