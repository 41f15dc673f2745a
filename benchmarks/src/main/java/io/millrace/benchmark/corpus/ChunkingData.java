package io.millrace.benchmark.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.millrace.chunk.Span;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The texts and questions of Chroma's chunking evaluation (Smith and Troynikov, "Evaluating Chunking Strategies for
 * Retrieval", 2024): {@code chunking/*.md} and {@code chunking/questions_df.csv} in the folder of evaluation data.
 *
 * @param corpora the texts by name, in the order of their names
 */
public record ChunkingData(Path directory, Map<String, Corpus> corpora) {
    private static final String ENDING = ".md";

    /**
     * Reads the texts.
     *
     * @param data the folder of evaluation data
     * @param names which texts; all when empty
     * @throws FatalException naming what is missing
     */
    public static ChunkingData read(Path data, List<String> names) throws IOException {
        Path directory = data.resolve("chunking").toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw bad("%s isn't there: say with --data where the evaluation data is".formatted(directory));
        }
        Map<String, Corpus> all = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList()) {
                String fileName = String.valueOf(file.getFileName());
                String name = fileName.substring(0, fileName.length() - ENDING.length());
                all.put(name, new Corpus(name, Files.readString(file)));
            }
        }
        if (!all.keySet().containsAll(names) || all.isEmpty()) {
            throw bad("--corpora must be some of %s, got %s".formatted(all.keySet(), new TreeSet<>(names)));
        }
        if (!names.isEmpty()) {
            all.keySet().retainAll(names);
        }
        return new ChunkingData(directory, all);
    }

    /**
     * Reads the questions that the texts answer.
     *
     * @throws FatalException naming the line whose passage isn't in the text where it should be
     */
    public List<Question> questions() throws IOException {
        Path file = directory.resolve("questions_df.csv");
        if (!Files.isReadable(file)) {
            throw bad(file + " isn't there: say with --data where the evaluation data is");
        }
        List<Question> questions = new ArrayList<>();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                Corpus corpus = corpora.get(column(row, "corpus_id"));
                if (corpus != null) {
                    questions.add(question(row, corpus));
                }
            }
        }
        return questions;
    }

    private static Question question(Map<String, String> row, Corpus corpus) throws IOException {
        List<Span> references = new ArrayList<>();
        for (JsonNode reference : Json.MAPPER.readTree(column(row, "references"))) {
            references.add(passage(reference, corpus));
        }
        if (references.isEmpty()) {
            throw bad("questions_df.csv must have a reference for every question, but one of %s has none"
                    .formatted(corpus.name()));
        }
        return new Question(column(row, "question"), corpus.name(), references);
    }

    /** The indexes count Python's characters, which are code points. */
    private static Span passage(JsonNode reference, Corpus corpus) {
        int from = reference.path("start_index").asInt();
        int to = reference.path("end_index").asInt();
        String text = corpus.text();
        if (from >= 0 && from < to && to <= text.codePointCount(0, text.length())) {
            int start = text.offsetByCodePoints(0, from);
            int end = text.offsetByCodePoints(start, to - from);
            if (text.substring(start, end).equals(reference.path("content").asText())) {
                return new Span(start, end);
            }
        }
        throw bad("%s.md doesn't hold the passage that questions_df.csv expects from %d to %d: not the same edition"
                .formatted(corpus.name(), from, to));
    }

    private static String column(Map<String, String> row, String name) {
        String value = row.get(name);
        if (value == null) {
            throw bad("questions_df.csv must have the columns question, references and corpus_id, got " + row.keySet());
        }
        return value;
    }

    private static FatalException bad(String message) {
        return new FatalException("bad-data", message);
    }
}
