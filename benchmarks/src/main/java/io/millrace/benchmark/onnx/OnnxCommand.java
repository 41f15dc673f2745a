package io.millrace.benchmark.onnx;

import io.millrace.benchmark.corpus.SciFactOption;
import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.OnnxJob;
import io.millrace.benchmark.model.BenchmarkModel;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.report.MarkdownTable;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.embed.EmbeddingModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code onnx}: the whole job with the model in its process, as a share of what the model alone does. */
@Command(
        name = "onnx",
        description = {
            "Embeds short texts with all-MiniLM-L6-v2: on ONNX Runtime alone, with the texts and threads of a run and"
                    + " the runs at once that are best here, and through Millrace's ingest job into the embedded store.",
            "ONNX Runtime alone is given word pieces, sorted by length; reading, tokenizing, pooling and storing are"
                    + " the job's."
        })
public final class OnnxCommand implements Callable<Integer> {
    @Mixin
    private final SciFactOption data = new SciFactOption();

    @Option(names = "--texts", paramLabel = "N", defaultValue = "4096", description = "Texts (default: 4096).")
    private int texts = 2048;

    @Option(
            names = "--search-texts",
            paramLabel = "N",
            defaultValue = "384",
            description = "Texts that the best batching is looked for with (default: 384).")
    private int searchTexts = 384;

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "155", description = "Of a text, word pieces, about.")
    private int tokens = 155;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Rounds (default: 3).")
    private int runs = 3;

    @Option(
            names = "--sizes",
            paramLabel = "N",
            split = ",",
            description = "Texts in a run to try (default: 1,2,3,4,8,16,32,64).")
    private List<Integer> sizes = List.of(1, 2, 3, 4, 8, 16, 32, 64);

    @Option(names = "--threads", paramLabel = "N", split = ",", description = "Threads of a run to try (default: 1,2).")
    private List<Integer> threads = List.of(1, 2);

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Writes a flight recording of the job's last round there.")
    private @Nullable Path profile;

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        List<OnnxRun> rounds = new ArrayList<>();
        BestBatching best;
        // The model is open for its native libraries, and for its token counter.
        try (EmbeddingModel model = BenchmarkModel.open()) {
            ShortTexts source = ShortTexts.read(data.folder(), tokens, model.tokenCounter());
            List<long[]> pieces = RawTexts.pieces(
                    IntStream.range(0, texts).mapToObj(source::text).toList());
            best = BestBatching.find(pieces.subList(0, Math.min(searchTexts, texts)), threads, sizes);
            try (OnnxJob job = OnnxJob.start(source, texts, model.tokenCounter());
                    RawRuntime runtime = new RawRuntime(best.threads(), best.runs())) {
                for (int round = 0; round < runs; round++) {
                    double raw = runtime.seconds(RawRuntime.batches(pieces, best.size()));
                    OnnxRun run = OnnxRun.of(texts, raw, job.seconds(round == runs - 1 ? profile : null));
                    rounds.add(run);
                    System.err.printf("Round %d: raw %.1f, job %.1f texts/s%n", round + 1, run.raw(), run.job());
                }
            }
        }
        System.out.print(table(best, rounds));
        Map<String, Object> settings = new TreeMap<>(Map.of("texts", texts, "tokens", tokens, "best", best));
        System.err.println("Figures: " + ResultFile.write("onnx", started, settings, rounds));
        return 0;
    }

    private static MarkdownTable table(BestBatching best, List<OnnxRun> rounds) {
        var table = new MarkdownTable(1, "", "texts/s", "share");
        table.row(
                "ONNX Runtime, %d runs at once, %d threads and %d texts in each"
                        .formatted(best.runs(), best.threads(), best.size()),
                median(rounds, OnnxRun::raw),
                "100.0 %");
        table.row("Millrace", median(rounds, OnnxRun::job), median(rounds, run -> 100 * run.share()) + " %");
        return table;
    }

    private static String median(List<OnnxRun> rounds, ToDoubleFunction<OnnxRun> figure) {
        double median =
                Distribution.of(rounds.stream().mapToDouble(figure).toArray()).median();
        return String.format(Locale.ROOT, "%.1f", median);
    }
}
