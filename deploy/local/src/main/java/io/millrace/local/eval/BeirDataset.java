package io.millrace.local.eval;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        Map<String, String> queries = new LinkedHashMap<>();
        try (BufferedReader lines =
                Files.newBufferedReader(present(directory.resolve("queries.jsonl")), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                JsonNode query = Json.MAPPER.readTree(line);
                String id = query.path("_id").asText();
                if (judgements.containsKey(id)) {
                    queries.put(id, query.path("text").asText());
                }
            }
        }
        return new BeirDataset(corpus, queries, judgements);
    }

    private static Map<String, Map<String, Integer>> readJudgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> judgements = new HashMap<>();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.skip(1).filter(line -> !line.isBlank()).forEach(line -> {
                String[] columns = line.split("\t", -1);
                if (columns.length < 3) {
                    throw new FatalException(
                            "bad-dataset",
                            "%s must have three columns (query, document, relevance), separated by tabs, got '%s'"
                                    .formatted(file, line));
                }
                judgements
                        .computeIfAbsent(columns[0], id -> new HashMap<>())
                        .put(columns[1], Integer.parseInt(columns[2].strip()));
            });
        }
        return judgements;
    }

    private static Path present(Path file) {
        if (!Files.isReadable(file)) {
            throw new FatalException(
                    "bad-dataset",
                    "--dataset must be a folder in BEIR format (corpus.jsonl, queries.jsonl, qrels.tsv): %s isn't there"
                            .formatted(file.toAbsolutePath()));
        }
        return file;
    }
}
