package io.millrace.benchmark.edit;

import io.millrace.benchmark.corpus.ChunkingData;
import io.millrace.benchmark.corpus.Corpus;
import io.millrace.benchmark.model.BenchmarkModel;
import io.millrace.benchmark.report.MarkdownTable;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.split.ChunkingOptions;
import io.millrace.benchmark.split.Contender;
import io.millrace.benchmark.split.Contenders;
import io.millrace.chunk.EmbeddingText;
import io.millrace.embed.EmbeddingModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chunk-edits}: what is embedded again after an edit of one sentence. */
@Command(
        name = "chunk-edits",
        description = {
            "Edits each text in random places, one sentence at a time and each time the text as it was, and counts the"
                    + " chunks and tokens that must be embedded again.",
            "Sizes are 200 tokens and Millrace embeds headings, unless the options say otherwise."
        })
public final class ChunkEditsCommand implements Callable<Integer> {
    private static final List<Integer> SIZES = List.of(200);

    @Mixin
    private ChunkingOptions options = new ChunkingOptions();

    @Option(names = "--edits", paramLabel = "N", defaultValue = "200", description = "Edits of each text.")
    private int edits = 200;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Decides the edits.")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        ChunkingOptions.atLeastOne("--edits", edits);
        ChunkingData data = options.read();
        // Sentences come from every text, whichever are edited: a text's edits are the same in every run of a seed.
        ChunkingData all = options.readAll();
        List<EditCosts> results = new ArrayList<>();
        Map<String, Object> settings;
        try (EmbeddingModel model = BenchmarkModel.open()) {
            List<Contender> contenders = options.among(
                    new Contenders(model.tokenCounter(), model),
                    List.copyOf(Contenders.names()),
                    SIZES,
                    List.of(EmbeddingText.HEADINGS));
            settings = ChunkingOptions.settings(data, contenders);
            for (Corpus corpus : data.corpora().values()) {
                List<Edit> drawn = new RandomEdits(corpus, all.corpora().values(), seed).draw(edits);
                for (Contender contender : contenders) {
                    results.add(EditCosts.measure(corpus, drawn, contender, model.tokenCounter()));
                    System.err.printf("%s, %s: %d edits done%n", corpus.name(), contender.label(), edits);
                }
            }
        }
        System.out.print(table(results));
        settings.put("edits", edits);
        settings.put("seed", seed);
        System.err.println("Figures: " + ResultFile.write("chunk-edits", started, settings, results));
        return 0;
    }

    private static MarkdownTable table(List<EditCosts> results) {
        var table = new MarkdownTable(
                3,
                "text",
                "chunker",
                "embedded with",
                "max tokens",
                "chunks",
                "chunks: median",
                "p95",
                "max",
                "tokens: median",
                "p95",
                "max");
        for (EditCosts row : results) {
            table.row(
                    row.corpus(),
                    row.chunker(),
                    row.embedWith(),
                    row.maxTokens() == 0 ? "-" : String.valueOf(row.maxTokens()),
                    String.valueOf(row.chunksBefore()),
                    figure(row.chunks().median()),
                    figure(row.chunks().p95()),
                    figure(row.chunks().max()),
                    figure(row.tokens().median()),
                    figure(row.tokens().p95()),
                    figure(row.tokens().max()));
        }
        return table;
    }

    /** Whole numbers as such; what lies between two has one decimal. */
    private static String figure(double number) {
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
