package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.SciFactOption;
import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.process.MemorySample;
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

/** {@code memory}: whether Millrace's memory stays as it is however many chunks go through. */
@Command(
        name = "memory",
        description = {
            "Runs Millrace's ingest job over many short texts with a stub that answers at once, and looks at its JVM's"
                    + " heap, garbage collected, and resident memory on the way."
        })
public final class MemoryCommand implements Callable<Integer> {
    /** A text is a sentence. */
    private static final Map<String, String> CHUNK_BY_SENTENCE =
            Map.of("chunking.chunker", "sentence", "chunking.sentences-per-chunk", "1");

    @Mixin
    private final SciFactOption data = new SciFactOption();

    @Option(names = "--texts", paramLabel = "N", defaultValue = "1000000", description = "Texts (default: 1000000).")
    private int texts = 1_000_000;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "16", description = "Tokens of a text, about.")
    private int tokens = 16;

    @Option(names = "--dimensions", paramLabel = "N", defaultValue = "64", description = "Of a vector.")
    private int dimensions = 64;

    @Option(names = "--inputs", paramLabel = "N", defaultValue = "64", description = "Texts in a request.")
    private int inputs = 64;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            split = ",",
            description = "Requests in flight, a run for each (default: 8).")
    private List<Integer> concurrency = List.of(8);

    @Option(
            names = "--order-memory",
            paramLabel = "TIME",
            defaultValue = "7d",
            description = {
                "documents.order-memory (default: 7d, as the job's own). A text is a document here, and each is remembered"
                        + " so long; with 1m the run is longer than the memory."
            })
    private String orderMemory = "7d";

    @Option(
            names = "--texts-of-a-document",
            paramLabel = "N",
            defaultValue = "1",
            description = "Texts that a document holds, each a chunk of it (default: 1).")
    private int textsOfADocument = 1;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "40", description = "Samples of a run (default: 40).")
    private int samples = 40;

    /**
     * A run.
     *
     * @param textsInFlight that may be at the stub at once
     */
    record Result(int textsInFlight, MemoryGrowth heap, MemoryGrowth resident, double textsPerSecond, Measured run) {}

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        List<Result> results = new ArrayList<>();
        TokenCounter counter = TextCorpus.estimate();
        ShortTexts source = TextCorpus.estimated(data.folder(), tokens);
        try (ServerSet servers = ServerSet.start(StubServer.cheap("0ms", "0us"))) {
            TextCorpus corpus = TextCorpus.documents(
                    servers.directory().resolve("corpus"), source, texts, textsOfADocument, counter);
            Map<String, String> changes = new TreeMap<>(CHUNK_BY_SENTENCE);
            changes.put("documents.order-memory", orderMemory);
            for (int requests : concurrency) {
                Measured run = servers.trials(servers.task(dimensions, inputs, requests, 1))
                        .sampling(Math.max(1, texts / samples))
                        .run(SystemName.MILLRACE, corpus, null, changes, null);
                results.add(new Result(
                        requests * inputs,
                        MemoryGrowth.of(run.memory(), MemorySample::heapBytes),
                        MemoryGrowth.of(run.memory(), MemorySample::residentBytes),
                        texts / run.seconds(),
                        run));
                System.err.printf("%d requests in flight: %.1f texts/s%n", requests, texts / run.seconds());
            }
        }
        System.out.print(table(results));
        System.err.println("Figures: " + ResultFile.write("memory", started, settings(), results));
        return 0;
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("texts", texts);
        settings.put("tokens", tokens);
        settings.put("dimensions", dimensions);
        settings.put("inputs", inputs);
        settings.put("concurrency", concurrency);
        settings.put("orderMemory", orderMemory);
        settings.put("textsOfADocument", textsOfADocument);
        return settings;
    }

    private static MarkdownTable table(List<Result> results) {
        var table = new MarkdownTable(
                0, "in flight", "texts/s", "heap MiB", "late", "growth", "peak", "RSS MiB", "late", "growth", "peak");
        for (Result result : results) {
            table.row(
                    String.valueOf(result.textsInFlight()),
                    text("%.0f", result.textsPerSecond()),
                    mebibytes(result.heap().early()),
                    mebibytes(result.heap().late()),
                    text("%+.1f %%", 100 * result.heap().share()),
                    mebibytes(result.heap().peak()),
                    mebibytes(result.resident().early()),
                    mebibytes(result.resident().late()),
                    text("%+.1f %%", 100 * result.resident().share()),
                    mebibytes(result.resident().peak()));
        }
        return table;
    }

    private static String mebibytes(double bytes) {
        return text("%.1f", bytes / (1 << 20));
    }

    private static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
