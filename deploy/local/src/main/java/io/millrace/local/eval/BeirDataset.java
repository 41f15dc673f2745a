package io.millrace.local.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A retrieval test set in the format of BEIR (Thakur et al., 2021): {@code corpus.jsonl}, {@code queries.jsonl} and
 * judgements in {@code qrels.tsv} or {@code qrels/test.tsv}.
 *
 * @param corpus the file of documents
 * @param queries the questions that have judgements, by id
 * @param judgements for each question's id, the relevance of documents by id; positive is relevant
 */
public record BeirDataset(Path corpus, Map<String, String> queries, Map<String, Map<String, Integer>> judgements) {
    /**
     * Reads the questions and judgements; the corpus is left to the ingest job.
     *
     * @throws FatalException naming the file that is missing
     */
    public static BeirDataset read(Path directory) throws IOException {
        Path corpus = present(directory.resolve("corpus.jsonl"));
        Path flat = directory.resolve("qrels.tsv");
        Map<String, Map<String, Integer>> judgements = readJudgements(
                Files.exists(flat) ? flat : present(directory.resolve("qrels").resolve("test.tsv")));
        Path file = present(directory.resolve("queries.jsonl"));
        Map<String, String> queries = readQueries(file);
        queries.keySet().retainAll(judgements.keySet());
        if (queries.isEmpty()) {
            throw bad("None of the questions in %s has a judgement".formatted(file));
        }
        return new BeirDataset(corpus, queries, judgements);
    }

    private static Map<String, String> readQueries(Path file) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                JsonNode query = Json.MAPPER.readTree(line);
                queries.put(query.path("_id").asText(), query.path("text").asText());
            } catch (JsonProcessingException e) {
                throw bad("%s must hold one JSON object a line; line %d isn't one".formatted(file, number));
            }
        }
        return queries;
    }

    private static Map<String, Map<String, Integer>> readJudgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> judgements = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).filter(line -> !line.isBlank()).forEach(line -> {
                String[] columns = line.split("\t", -1);
                if (columns.length < 3) {
                    throw bad("%s must have three columns (query, document, relevance), separated by tabs, got '%s'"
                            .formatted(file, line));
                }
                judgements
                        .computeIfAbsent(columns[0], id -> new HashMap<>())
                        .put(columns[1], relevance(file, columns[2].strip()));
            });
        }
        return judgements;
    }

    private static int relevance(Path file, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw bad("%s must have whole numbers as relevance, got '%s'".formatted(file, text));
        }
    }

    private static Path present(Path file) {
        if (!Files.isReadable(file)) {
            throw bad(
                    "--dataset must be a folder in BEIR format (corpus.jsonl, queries.jsonl, qrels.tsv): %s isn't there"
                            .formatted(file.toAbsolutePath()));
        }
        return file;
    }

    private static FatalException bad(String message) {
        return new FatalException("bad-dataset", message);
    }
}
