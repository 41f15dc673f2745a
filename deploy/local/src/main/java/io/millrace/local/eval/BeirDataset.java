package io.millrace.local.eval;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
public record BeirDataset(Path corpus, Map<String, String> queries, Map<String, Map<String, Integer>> judgements)
        implements Dataset {
    static final String CORPUS = "corpus.jsonl";

    /**
     * Reads the questions and judgements; the corpus is left to the ingest job.
     *
     * @throws FatalException naming the file that is missing
     */
    public static BeirDataset read(Path directory) throws IOException {
        Path corpus = present(directory.resolve(CORPUS));
        Path flat = directory.resolve("qrels.tsv");
        Map<String, Map<String, Integer>> judgements = readJudgements(
                Files.exists(flat) ? flat : present(directory.resolve("qrels").resolve("test.tsv")));
        Path file = present(directory.resolve("queries.jsonl"));
        Map<String, String> queries = JsonLines.read(file, "_id", "text");
        queries.keySet().retainAll(judgements.keySet());
        if (queries.isEmpty()) {
            throw Dataset.bad("None of the questions in %s has a judgement".formatted(file));
        }
        return new BeirDataset(corpus, queries, judgements);
    }

    @Override
    public Map<String, String> questions() {
        return queries;
    }

    /** One chunk a document, title and text, as the judgements are of documents. */
    @Override
    public List<String> indexing(Path scratch) {
        return List.of(
                "files.path=" + corpus.toAbsolutePath().normalize(),
                "files.fields.id=_id",
                "chunking.chunker=whole",
                "chunking.embed-with=title");
    }

    @Override
    public Map<String, String> texts() throws IOException {
        return JsonLines.read(corpus, "_id", "text");
    }

    @Override
    public List<Measure> measure(Map<String, List<Place>> found) {
        Map<String, List<String>> rankings = new HashMap<>();
        found.forEach((id, chunks) -> rankings.put(
                id, chunks.stream().map(Place::documentId).distinct().toList()));
        Map<String, Map<String, Integer>> asked = new HashMap<>(judgements);
        asked.keySet().retainAll(found.keySet());
        RankingMeasures measures = RankingMeasures.of(rankings, asked);
        return List.of(
                new Measure("nDCG@10", measures.ndcgAt10(), 4),
                new Measure("Recall@10", measures.recallAt10(), 4),
                new Measure("Recall@100", measures.recallAt100(), 4),
                new Measure("MRR@10", measures.mrrAt10(), 4));
    }

    /** A document that was judged relevant, wherever in it. */
    @Override
    public boolean isEvidence(String question, Place place) {
        return judgements.getOrDefault(question, Map.of()).getOrDefault(place.documentId(), 0) > 0;
    }

    private static Map<String, Map<String, Integer>> readJudgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> judgements = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.skip(1).filter(line -> !line.isBlank()).forEach(line -> {
                String[] columns = line.split("\t", -1);
                if (columns.length < 3) {
                    throw Dataset.bad(
                            "%s must have three columns (query, document, relevance), separated by tabs, got '%s'"
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
            throw Dataset.bad("%s must have whole numbers as relevance, got '%s'".formatted(file, text));
        }
    }

    private static Path present(Path file) {
        if (!Files.isReadable(file)) {
            throw Dataset.bad(
                    "--dataset must be a folder in BEIR format (corpus.jsonl, queries.jsonl, qrels.tsv): %s isn't there"
                            .formatted(file.toAbsolutePath()));
        }
        return file;
    }
}
