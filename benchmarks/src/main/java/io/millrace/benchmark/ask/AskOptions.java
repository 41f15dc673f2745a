package io.millrace.benchmark.ask;

import io.millrace.benchmark.corpus.SciFactOption;
import io.millrace.failure.FatalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code ask}. */
final class AskOptions {
    @Mixin
    final SciFactOption data = new SciFactOption();

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50", description = "Requests a second (default: 50).")
    double rate = 50;

    @Option(names = "--time", paramLabel = "TIME", defaultValue = "60s", description = "Of a run (default: 60s).")
    String time = "60s";

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "120s",
            description = "Of each (default: 120s): at 50 requests a second the JIT compiles for about so long.")
    String warmUp = "120s";

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Rounds of both (default: 3).")
    int runs = 3;

    @Option(
            names = "--embedding-latency",
            paramLabel = "TIME",
            defaultValue = "20ms",
            description = "Of each call to the stub that embeds (default: 20ms).")
    String embeddingLatency = "20ms";

    @Option(
            names = "--chat-latency",
            paramLabel = "TIME",
            defaultValue = "400ms",
            description = "Of each call to the stub that writes (default: 400ms).")
    String chatLatency = "400ms";

    @Option(names = "--documents", paramLabel = "N", defaultValue = "5000", description = "Chunks (default: 5000).")
    int documents = 5000;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "155", description = "Tokens of a chunk, about.")
    int tokens = 155;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "hybrid",
            description = "How both search: hybrid, as is Millrace's default, or dense.")
    String mode = "hybrid";

    @Option(
            names = "--delivery",
            paramLabel = "NAME",
            defaultValue = "at-least-once",
            description = "kafka.delivery (default: at-least-once). With exactly-once an answer counts when it is"
                    + " committed, which the next checkpoint does.")
    String delivery = "at-least-once";

    @Option(names = "--parallelism", paramLabel = "N", defaultValue = "2", description = "Subtasks (default: 2).")
    int parallelism = 2;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of Millrace's configuration, for its jobs; may come several times.")
    List<String> more = new ArrayList<>();

    @Option(
            names = "--highest",
            paramLabel = "TIME",
            defaultValue = "20s",
            description = "Of each run that looks for the highest rate (default: 20s); 0s looks for none.")
    String highest = "20s";

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The highest rate that is tried (default: 1000).")
    double most = 1000;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Records the job's JVM, and prints where its processors' time goes.")
    @Nullable
    Path profile;

    /** Whether it is searched by words too. */
    boolean hybrid() {
        return switch (mode) {
            case "hybrid" -> true;
            case "dense" -> false;
            default ->
                throw new FatalException("bad-option", "--mode must be hybrid or dense, got '%s'".formatted(mode));
        };
    }

    /** Whether only what is committed counts. */
    boolean committed() {
        return delivery.equals("exactly-once");
    }

    /** For the result file. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("rate", rate);
        settings.put("time", time);
        settings.put("warmUp", warmUp);
        settings.put("embeddingLatency", embeddingLatency);
        settings.put("chatLatency", chatLatency);
        settings.put("documents", documents);
        settings.put("tokens", tokens);
        settings.put("mode", mode);
        settings.put("delivery", delivery);
        settings.put("parallelism", parallelism);
        settings.put("more", more);
        settings.put("highest", highest);
        return settings;
    }
}
