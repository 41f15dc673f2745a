package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.system.CorpusText;
import io.millrace.benchmark.server.StubServer;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts in {@code .jsonl} files.
 *
 * @param directory what holds the files
 * @param texts how many
 * @param tokens of all, as the stub counts
 */
record TextCorpus(Path directory, int texts, long tokens) {
    /** Several, so that subtasks can share them. */
    private static final int FILES = 8;

    /** Texts of so many tokens as a cheap stub counts them, about. */
    static ShortTexts estimated(Path data, int tokens) throws IOException {
        return ShortTexts.read(data, StubServer.CHARACTERS_PER_TOKEN * tokens, String::length);
    }

    /** Counts tokens as a cheap stub does. */
    static TokenCounter estimate() {
        return StubServer::estimate;
    }

    /** Counts tokens as the stub's models do. */
    static TokenCounter counter() {
        ModelSettings settings = ModelSettings.of("embedding", "openai");
        return EmbeddingProviders.of(settings).tokenCounter(settings);
    }

    /** Writes the texts of the numbers from the first, a document each. */
    static TextCorpus write(Path directory, ShortTexts source, int first, int texts, TokenCounter counter)
            throws IOException {
        return new TextCorpus(directory, texts, write(directory, texts, counter, at -> source.text(first + at)));
    }

    /** Writes documents of so many texts each, a text a paragraph and a sentence; the last document may have fewer. */
    static TextCorpus documents(Path directory, ShortTexts source, int texts, int ofADocument, TokenCounter counter)
            throws IOException {
        int documents = (texts + ofADocument - 1) / ofADocument;
        IntFunction<String> document = at -> IntStream.range(at * ofADocument, Math.min(texts, (at + 1) * ofADocument))
                .mapToObj(source::sentence)
                .collect(Collectors.joining("\n\n"));
        return new TextCorpus(directory, texts, write(directory, documents, counter, document));
    }

    /** Gives the tokens of all documents. */
    private static long write(Path directory, int documents, TokenCounter counter, IntFunction<String> document)
            throws IOException {
        Files.createDirectories(directory);
        long tokens = 0;
        for (int file = 0; file < FILES; file++) {
            try (BufferedWriter lines = Files.newBufferedWriter(directory.resolve("texts-" + file + ".jsonl"))) {
                for (int at = file; at < documents; at += FILES) {
                    String text = document.apply(at);
                    tokens += counter.count(text);
                    lines.write(new CorpusText("text-" + at, text).line());
                    lines.newLine();
                }
            }
        }
        return tokens;
    }
}
