package io.millrace.benchmark.quality;

import io.millrace.benchmark.corpus.ChunkingData;
import io.millrace.benchmark.corpus.Question;
import io.millrace.benchmark.model.BenchmarkModel;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.report.MarkdownTable;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.split.ChunkingOptions;
import io.millrace.benchmark.split.Contender;
import io.millrace.benchmark.split.Contenders;
import io.millrace.chunk.EmbeddingText;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chunk-quality}: how much of the passages that answer a question is retrieved, and how much else. */
@Command(
        name = "chunk-quality",
        description = {
            "Cuts the texts, asks each question, and compares the chunks retrieved with the passages that answer it:"
                    + " Chroma's chunking evaluation, in characters.",
            "Sizes are 128, 200 and 400 tokens, and Millrace embeds nothing or headings before the text, unless the"
                    + " options say otherwise."
        })
public final class ChunkQualityCommand implements Callable<Integer> {
    private static final List<Integer> SIZES = List.of(128, 200, 400);
    private static final List<EmbeddingText> TEXTS = List.of(EmbeddingText.NONE, EmbeddingText.HEADINGS);

    @Mixin
    private ChunkingOptions options = new ChunkingOptions();

    @Option(names = "--top", paramLabel = "N", defaultValue = "5", description = "Chunks retrieved for a question.")
    private int top = 5;

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        ChunkingOptions.atLeastOne("--top", top);
        ChunkingData data = options.read();
        List<ChunkQuality> results = new ArrayList<>();
        Map<String, Object> settings;
        try (EmbeddingModel model = BenchmarkModel.open()) {
            List<Contender> contenders =
                    options.among(new Contenders(model.tokenCounter(), model), Contenders.sized(), SIZES, TEXTS);
            settings = ChunkingOptions.settings(data, contenders);
            Embedder embedder = new Embedder(model);
            Map<Question, Vector> questions = questions(data, embedder);
            for (Contender contender : contenders) {
                results.add(ChunkQuality.measure(
                        contender, data.corpora().values(), questions, top, embedder, model.tokenCounter()));
            }
        }
        System.out.print(table(results));
        settings.put("top", top);
        System.err.println("Figures: " + ResultFile.write("chunk-quality", started, settings, results));
        return 0;
    }

    private static Map<Question, Vector> questions(ChunkingData data, Embedder embedder) throws IOException {
        List<Question> questions = data.questions();
        List<Vector> vectors =
                embedder.embed(questions.stream().map(Question::text).toList(), EmbeddingMode.QUERY, "questions");
        Map<Question, Vector> embedded = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            embedded.put(questions.get(i), vectors.get(i));
        }
        return embedded;
    }

    private static MarkdownTable table(List<ChunkQuality> results) {
        var table = new MarkdownTable(
                2,
                "chunker",
                "embedded with",
                "max tokens",
                "chunks",
                "mean tokens",
                "recall",
                "precision",
                "IoU",
                "precision Ω");
        for (ChunkQuality row : results) {
            table.row(
                    row.chunker(),
                    row.embedWith(),
                    row.maxTokens() == 0 ? "-" : String.valueOf(row.maxTokens()),
                    String.valueOf(row.chunks()),
                    String.format(Locale.ROOT, "%.0f", row.tokensPerChunk().mean()),
                    percent(row.all().recall()),
                    percent(row.all().precision()),
                    percent(row.all().iou()),
                    percent(row.all().bestPrecision()));
        }
        return table;
    }

    /** In hundredths: mean and standard deviation over questions. */
    private static String percent(Distribution shares) {
        return String.format(Locale.ROOT, "%.1f ± %.1f", 100 * shares.mean(), 100 * shares.deviation());
    }
}
