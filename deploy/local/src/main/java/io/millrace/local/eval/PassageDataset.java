package io.millrace.local.eval;

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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Long texts, and questions with the passages that answer them, in the format of Chroma's chunking evaluation (Smith and
 * Troynikov, "Evaluating Chunking Strategies for Retrieval", 2024): {@code questions_df.csv} and a Markdown file for each
 * {@code corpus_id} in it.
 *
 * @param texts by document's id, the file's name without its ending
 * @param questions by their numbers in the file, from 0
 * @param passages the places that answer each question; at least one, none overlapping another
 */
public record PassageDataset(
        Map<String, String> texts, Map<String, String> questions, Map<String, List<Place>> passages)
        implements Dataset {
    static final String QUESTIONS = "questions_df.csv";
    private static final String ENDING = ".md";

    /**
     * Reads all of it.
     *
     * @throws FatalException naming the passage that isn't in its text where it should be
     */
    static PassageDataset read(Path directory) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(ENDING)) {
                    texts.put(name.substring(0, name.length() - ENDING.length()), Files.readString(file));
                }
            }
        }
        Map<String, String> questions = new LinkedHashMap<>();
        Map<String, List<Place>> passages = new HashMap<>();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(directory.resolve(QUESTIONS).toFile())) {
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                String id = String.valueOf(questions.size());
                questions.put(id, column(row, "question"));
                passages.put(id, passages(row, texts));
            }
        }
        return new PassageDataset(texts, questions, passages);
    }

    private static List<Place> passages(Map<String, String> row, Map<String, String> texts) throws IOException {
        String document = column(row, "corpus_id");
        List<Place> passages = new ArrayList<>();
        for (JsonNode reference : Json.MAPPER.readTree(column(row, "references"))) {
            passages.add(passage(reference, document, texts.getOrDefault(document, "")));
        }
        if (passages.isEmpty()) {
            throw Dataset.bad("%s must have a reference for every question, but one of '%s' has none"
                    .formatted(QUESTIONS, document));
        }
        return passages;
    }

    /** The indexes count Python's characters, which are code points. */
    private static Place passage(JsonNode reference, String document, String text) {
        int from = reference.path("start_index").asInt();
        int to = reference.path("end_index").asInt();
        if (from >= 0 && from < to && to <= text.codePointCount(0, text.length())) {
            int start = text.offsetByCodePoints(0, from);
            int end = text.offsetByCodePoints(start, to - from);
            if (text.substring(start, end).equals(reference.path("content").asText())) {
                return new Place(document, start, end);
            }
        }
        throw Dataset.bad("%s%s doesn't hold the passage that %s expects from %d to %d: not the same edition"
                .formatted(document, ENDING, QUESTIONS, from, to));
    }

    private static String column(Map<String, String> row, String name) {
        String value = row.get(name);
        if (value == null) {
            throw Dataset.bad("%s must have the columns question, references and corpus_id, got %s"
                    .formatted(QUESTIONS, row.keySet()));
        }
        return value;
    }

    /** Cut as the configuration says. */
    @Override
    public List<String> indexing(Path scratch) throws IOException {
        return List.of(
                "files.path=" + JsonLines.writeDocuments(scratch.resolve("documents.jsonl"), "text/markdown", texts));
    }

    /**
     * Recall as Chroma's evaluation defines it: the share of the passages' characters that the first chunks hold; and the
     * share of questions of which they hold anything.
     */
    @Override
    public List<Measure> measure(Map<String, List<Place>> found) {
        List<Measure> measures = new ArrayList<>();
        for (int k : new int[] {1, 5}) {
            measures.add(new Measure("Hit@" + k, mean(found, (id, first) -> held(id, first) > 0 ? 1 : 0, k), 4));
        }
        for (int k : new int[] {5, 10, 20}) {
            measures.add(new Measure("Recall@" + k, mean(found, this::held, k), 4));
        }
        return measures;
    }

    private interface Score {
        double of(String question, List<Place> first);
    }

    private static double mean(Map<String, List<Place>> found, Score score, int k) {
        return found.entrySet().stream()
                .mapToDouble(entry -> score.of(
                        entry.getKey(),
                        entry.getValue().subList(0, Math.min(k, entry.getValue().size()))))
                .average()
                .orElse(0);
    }

    /** Share of the passages' characters that are in one of the places. */
    private double held(String question, List<Place> places) {
        int wanted = 0;
        int held = 0;
        for (Place passage : passages.getOrDefault(question, List.of())) {
            wanted += passage.end() - passage.start();
            List<Span> shared = places.stream()
                    .filter(place -> overlap(passage, place))
                    .map(place ->
                            new Span(Math.max(passage.start(), place.start()), Math.min(passage.end(), place.end())))
                    .sorted(Comparator.comparingInt(Span::start))
                    .toList();
            int counted = passage.start();
            for (Span span : shared) {
                held += Math.max(0, span.end() - Math.max(counted, span.start()));
                counted = Math.max(counted, span.end());
            }
        }
        return wanted == 0 ? 0 : (double) held / wanted;
    }

    @Override
    public boolean isEvidence(String question, Place place) {
        return passages.getOrDefault(question, List.of()).stream().anyMatch(passage -> overlap(passage, place));
    }

    private static boolean overlap(Place one, Place other) {
        return one.documentId().equals(other.documentId()) && one.start() < other.end() && other.start() < one.end();
    }
}
