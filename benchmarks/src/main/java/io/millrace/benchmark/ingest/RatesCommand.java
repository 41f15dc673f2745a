package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.SciFactOption;
import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.report.MarkdownTable;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.server.StubServer;
import io.millrace.benchmark.server.TimeText;
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

/** {@code rates}: how much of a provider's rates Millrace has, and how often it must be told that it wants too much. */
@Command(
        name = "rates",
        description = {
            "Runs Millrace's ingest job against a stub that allows so many requests and tokens a minute, with the rates"
                    + " in the configuration and without, when it learns them from the stub's headers.",
            "With many texts in a request the tokens bind, with few the requests."
        })
public final class RatesCommand implements Callable<Integer> {
    private static final int CONCURRENCY = 8;

    @Mixin
    private final SciFactOption data = new SciFactOption();

    @Option(names = "--parallelism", paramLabel = "N", split = ",", description = "Subtasks (default: 1,4).")
    private List<Integer> parallelism = List.of(1, 4);

    @Option(names = "--inputs", paramLabel = "N", split = ",", description = "Texts in a request (default: 64,2).")
    private List<Integer> inputs = List.of(64, 2);

    @Option(names = "--rates", paramLabel = "KIND", split = ",", description = "configured, learned (default: both).")
    private List<String> kinds = List.of("configured", "learned");

    @Option(names = "--requests-per-minute", paramLabel = "N", defaultValue = "600", description = "Allowed.")
    private long requestsPerMinute = 600;

    @Option(names = "--tokens-per-minute", paramLabel = "N", defaultValue = "300000", description = "Allowed.")
    private long tokensPerMinute = 300_000;

    @Option(
            names = "--burst",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "What the stub's allowance holds when it is full (default: 10s of it).")
    private String burst = "10s";

    @Option(names = "--time", paramLabel = "TIME", defaultValue = "3m", description = "Of a run (default: 3m).")
    private String time = "3m";

    @Option(names = "--base-latency", paramLabel = "TIME", defaultValue = "60ms", description = "Of a request.")
    private String baseLatency = "60ms";

    @Option(names = "--dimensions", paramLabel = "N", defaultValue = "256", description = "Of a vector.")
    private int dimensions = 256;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "155", description = "Tokens of a text, about.")
    private int tokens = 155;

    /** A run. */
    record Result(String rates, int parallelism, int inputs, RateShare share, Measured measured) {
        double refused() {
            return (double) measured.stub().rateLimited() / measured.stub().requests();
        }
    }

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        List<Result> results = new ArrayList<>();
        TokenCounter counter = TextCorpus.counter();
        ShortTexts source = ShortTexts.read(data.folder(), tokens, counter);
        try (ServerSet servers = ServerSet.start(stubOptions())) {
            for (int inputsOfRequest : inputs) {
                TextCorpus corpus =
                        servers.corpus("for-" + inputsOfRequest, source, 0, texts(inputsOfRequest), counter);
                for (int subtasks : parallelism) {
                    for (String kind : kinds) {
                        Measured measured = servers.trials(servers.task(
                                        dimensions, inputsOfRequest, Math.max(CONCURRENCY, subtasks), subtasks))
                                .run(SystemName.MILLRACE, corpus, null, changes(kind), null);
                        RateShare share = RateShare.of(
                                measured.stub(), requestsPerMinute, tokensPerMinute, TimeText.seconds(burst));
                        results.add(new Result(kind, subtasks, inputsOfRequest, share, measured));
                        System.err.printf(
                                "%s, %d subtasks, %d texts in a request: %.1f %%%n",
                                kind, subtasks, inputsOfRequest, 100 * share.binding());
                    }
                }
            }
        }
        System.out.print(table(results));
        System.err.println("Figures: " + ResultFile.write("rates", started, settings(), results));
        return 0;
    }

    private List<String> stubOptions() {
        List<String> options = new ArrayList<>(StubServer.latency(baseLatency, "0us"));
        options.addAll(List.of("--requests-per-minute", String.valueOf(requestsPerMinute)));
        options.addAll(List.of("--tokens-per-minute", String.valueOf(tokensPerMinute)));
        options.addAll(List.of("--burst-seconds", String.valueOf(TimeText.seconds(burst))));
        return options;
    }

    /** As many as take the time at the rate that binds. */
    private int texts(int inputsOfRequest) {
        double perMinute = Math.min((double) tokensPerMinute / tokens, (double) requestsPerMinute * inputsOfRequest);
        return (int) Math.round(perMinute * TimeText.seconds(time) / 60);
    }

    private Map<String, String> changes(String kind) {
        return kind.equals("configured")
                ? Map.of(
                        "embedding.requests-per-minute", String.valueOf(requestsPerMinute),
                        "embedding.tokens-per-minute", String.valueOf(tokensPerMinute))
                : Map.of();
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("requestsPerMinute", requestsPerMinute);
        settings.put("tokensPerMinute", tokensPerMinute);
        settings.put("burst", burst);
        settings.put("time", time);
        settings.put("baseLatency", baseLatency);
        settings.put("dimensions", dimensions);
        settings.put("tokens", tokens);
        return settings;
    }

    private static MarkdownTable table(List<Result> results) {
        var table = new MarkdownTable(
                1,
                "rates",
                "parallelism",
                "inputs",
                "requests %",
                "tokens %",
                "with burst %",
                "requests",
                "429s",
                "429s %",
                "early",
                "early beyond 20 ms");
        for (Result result : results) {
            table.row(
                    result.rates(),
                    String.valueOf(result.parallelism()),
                    String.valueOf(result.inputs()),
                    text("%.1f", 100 * result.share().requests()),
                    text("%.1f", 100 * result.share().tokens()),
                    text("%.1f", 100 * result.share().ofAllowance()),
                    String.valueOf(result.measured().stub().requests()),
                    String.valueOf(result.measured().stub().rateLimited()),
                    text("%.2f", 100 * result.refused()),
                    String.valueOf(result.measured().stub().early()),
                    String.valueOf(result.measured().stub().earlyBeyondGrace()));
        }
        return table;
    }

    private static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
