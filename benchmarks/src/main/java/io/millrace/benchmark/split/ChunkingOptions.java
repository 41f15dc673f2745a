package io.millrace.benchmark.split;

import io.millrace.benchmark.corpus.ChunkingData;
import io.millrace.chunk.EmbeddingText;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every benchmark of chunkers has. */
public final class ChunkingOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${sys:millrace.data:-../shared/data}",
            description = "The evaluation data, the folder above chunking/ (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".");

    @Option(
            names = "--corpora",
            paramLabel = "NAME",
            split = ",",
            description = "Some of the texts, such as chatlogs,wikitexts (default: all).")
    private List<String> corpora = List.of();

    @Option(
            names = "--chunkers",
            paramLabel = "NAME",
            split = ",",
            description = "Who takes part (default: all; chunk-quality leaves out those that know no size).")
    private List<String> chunkers = List.of();

    @Option(names = "--sizes", paramLabel = "TOKENS", split = ",", description = "Tokens that a piece may have.")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--embed-with",
            paramLabel = "WHAT",
            split = ",",
            description = "What Millrace embeds before a piece's text: ${COMPLETION-CANDIDATES}.")
    private List<EmbeddingText> embedWith = List.of();

    /** The texts asked for. */
    public ChunkingData read() throws IOException {
        return ChunkingData.read(data, corpora);
    }

    /** All the texts, whichever are asked for. */
    public ChunkingData readAll() throws IOException {
        return ChunkingData.read(data, List.of());
    }

    /** Who takes part; what isn't said is as the defaults are. */
    public List<Contender> among(
            Contenders contenders,
            List<String> defaultNames,
            List<Integer> defaultSizes,
            List<EmbeddingText> defaultTexts) {
        sizes.forEach(size -> atLeastOne("--sizes", size));
        return contenders.of(
                otherwise(chunkers, defaultNames), otherwise(sizes, defaultSizes), otherwise(embedWith, defaultTexts));
    }

    /** What the figures depend on. */
    public static Map<String, Object> settings(ChunkingData data, List<Contender> contenders) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("corpora", data.corpora().keySet());
        settings.put("contenders", contenders.stream().map(Contender::label).toList());
        return settings;
    }

    /**
     * A number of things to do.
     *
     * @throws FatalException naming the option, when there is nothing to do
     */
    public static int atLeastOne(String option, int number) {
        if (number < 1) {
            throw new FatalException("bad-option", "%s must be at least 1, got %d".formatted(option, number));
        }
        return number;
    }

    private static <T> List<T> otherwise(List<T> given, List<T> defaults) {
        return given.isEmpty() ? defaults : given;
    }
}
