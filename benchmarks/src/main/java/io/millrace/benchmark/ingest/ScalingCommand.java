package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.SciFactOption;
import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.report.MarkdownTable;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.server.StubServer;
import io.millrace.chunk.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scaling}: how much faster more subtasks are, where the provider's latency is what there is to wait for. */
@Command(
        name = "scaling",
        description = {
            "Runs Millrace's ingest job with more and more subtasks against a stub that is slow: each subtask has the"
                    + " same few requests in flight, so twice the subtasks should be twice as fast.",
            "The more subtasks, the more texts, so that each run takes about the same time."
        })
public final class ScalingCommand implements Callable<Integer> {
    private static final int WARM_UP_TEXTS = 640;

    @Mixin
    private final SciFactOption data = new SciFactOption();

    @Option(names = "--parallelism", paramLabel = "N", split = ",", description = "Subtasks (default: 1,2,4,8).")
    private List<Integer> parallelism = List.of(1, 2, 4, 8);

    @Option(
            names = "--texts",
            paramLabel = "N",
            defaultValue = "2560",
            description = "Texts for each subtask (default: 2560).")
    private int texts = 2560;

    @Option(
            names = "--base-latency",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Of each request at the stub (default: 1s).")
    private String baseLatency = "1s";

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "2",
            description = "Requests in flight of a subtask (default: 2).")
    private int concurrency = 2;

    @Option(names = "--inputs", paramLabel = "N", defaultValue = "64", description = "Texts in a request.")
    private int inputs = 64;

    @Option(names = "--dimensions", paramLabel = "N", defaultValue = "256", description = "Of a vector.")
    private int dimensions = 256;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "155", description = "Tokens of a text, about.")
    private int tokens = 155;

    /**
     * A run.
     *
     * @param steadyTextsPerSecond from the first request's arrival to the last one's end
     * @param speedUp against the first run
     */
    record Result(
            int parallelism, double textsPerSecond, double steadyTextsPerSecond, double speedUp, Measured measured) {}

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        List<Result> results = new ArrayList<>();
        TokenCounter counter = TextCorpus.estimate();
        ShortTexts source = TextCorpus.estimated(data.folder(), tokens);
        try (ServerSet servers = ServerSet.start(StubServer.cheap(baseLatency, "0us"))) {
            for (int subtasks : parallelism) {
                TextCorpus corpus = servers.corpus("of-" + subtasks, source, 0, texts * subtasks, counter);
                TextCorpus warmUp = servers.corpus(
                        "warm-up-of-" + subtasks, source, texts * subtasks, WARM_UP_TEXTS * subtasks, counter);
                Measured measured = servers.trials(servers.task(dimensions, inputs, concurrency * subtasks, subtasks))
                        .run(SystemName.MILLRACE, corpus, warmUp, Map.of(), null);
                double steady = corpus.texts() / measured.stub().seconds();
                double speedUp = results.isEmpty() ? 1 : steady / results.get(0).steadyTextsPerSecond();
                results.add(new Result(subtasks, corpus.texts() / measured.seconds(), steady, speedUp, measured));
                System.err.printf("%d subtasks: %.1f texts/s%n", subtasks, steady);
            }
        }
        System.out.print(table(results));
        System.err.println("Figures: " + ResultFile.write("scaling", started, settings(), results));
        return 0;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("textsOfASubtask", texts);
        settings.put("tokens", tokens);
        settings.put("baseLatency", baseLatency);
        settings.put("concurrencyOfASubtask", concurrency);
        settings.put("inputs", inputs);
        settings.put("dimensions", dimensions);
        return settings;
    }

    private static MarkdownTable table(List<Result> results) {
        var table = new MarkdownTable(0, "parallelism", "texts/s", "steady", "speed-up", "requests");
        for (Result result : results) {
            table.row(
                    String.valueOf(result.parallelism()),
                    String.format(Locale.ROOT, "%.1f", result.textsPerSecond()),
                    String.format(Locale.ROOT, "%.1f", result.steadyTextsPerSecond()),
                    String.format(Locale.ROOT, "%.2f", result.speedUp()),
                    String.valueOf(result.measured().stub().requests()));
        }
        return table;
    }
}
