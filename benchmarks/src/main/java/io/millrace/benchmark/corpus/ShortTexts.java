package io.millrace.benchmark.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.chunk.TokenCounter;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Texts of one size, cut at words from the abstracts of SciFact ({@code scifact/corpus.jsonl} in the folder of
 * evaluation data). No two are the same: each begins with its number, and the abstracts are gone through again when
 * more are wanted than they have.
 */
public final class ShortTexts {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{Alnum} ]");

    private final List<List<String>> pieces;

    private ShortTexts(List<List<String>> pieces) {
        this.pieces = pieces;
    }

    /**
     * Reads the abstracts.
     *
     * @param data the folder of evaluation data
     * @param tokens of a text, about
     * @param counter of tokens, or of whatever sizes are in
     * @throws FatalException naming what is missing
     */
    public static ShortTexts read(Path data, int tokens, TokenCounter counter) throws IOException {
        Path file =
                data.resolve("scifact").resolve("corpus.jsonl").toAbsolutePath().normalize();
        if (!Files.isReadable(file)) {
            throw new FatalException("bad-data", file + " isn't there: say with --data where the evaluation data is");
        }
        List<List<String>> pieces = new ArrayList<>();
        List<String> piece = new ArrayList<>();
        int has = 0;
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode json = Json.MAPPER.readTree(line);
                for (String word : SPACE.split(json.path("text").asText().strip(), -1)) {
                    piece.add(word);
                    // Byte-pair encodings rarely join what a space parts, so words add up.
                    has += counter.count(" " + word);
                    if (has >= tokens) {
                        pieces.add(List.copyOf(piece));
                        piece.clear();
                        has = 0;
                    }
                }
            }
        }
        if (pieces.isEmpty()) {
            throw new FatalException("bad-data", "%s must hold %d tokens at least".formatted(file, tokens));
        }
        return new ShortTexts(pieces);
    }

    /** The text of that number, from 0. */
    public String text(int number) {
        return number + " " + words(number);
    }

    /** As {@link #text}, and one sentence: nothing in it ends another. */
    public String sentence(int number) {
        return "Text %d %s.".formatted(number, NO_WORD.matcher(words(number)).replaceAll(""));
    }

    private String words(int number) {
        return String.join(" ", pieces.get(number % pieces.size()));
    }
}
