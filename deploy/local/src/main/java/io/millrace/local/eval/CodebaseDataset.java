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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A retrieval test set of code that is cut already, with the chunks that answer each question, in the format of Anthropic's
 * guide to contextual retrieval (2024): {@code codebase_chunks.json} and {@code evaluation_set.jsonl}.
 *
 * @param chunks their texts, by {@code document/index}
 * @param questions by their numbers in the file, from 0
 * @param golden the chunks that answer each question; at least one
 */
public record CodebaseDataset(
        Map<String, String> chunks, Map<String, String> questions, Map<String, List<String>> golden)
        implements Dataset {
    static final String CHUNKS = "codebase_chunks.json";
    static final String QUESTIONS = "evaluation_set.jsonl";

    /**
     * Reads all of it.
     *
     * @throws FatalException naming the file that is missing, or the chunk
     */
    static CodebaseDataset read(Path directory) throws IOException {
        Map<String, String> chunks = chunks(directory.resolve(CHUNKS));
        Map<String, String> questions = new LinkedHashMap<>();
        Map<String, List<String>> golden = new HashMap<>();
        JsonLines.forEach(directory.resolve(QUESTIONS), question -> {
            String id = String.valueOf(questions.size());
            List<String> answers = question.path("golden_chunk_uuids")
                    .valueStream()
                    .map(chunk -> chunk.path(0).asText() + "/" + chunk.path(1).asInt())
                    .toList();
            if (answers.isEmpty() || !chunks.keySet().containsAll(answers)) {
                throw Dataset.bad(
                        "%s must name chunks of %s for every question (golden_chunk_uuids), got %s for question %s"
                                .formatted(QUESTIONS, CHUNKS, answers, id));
            }
            questions.put(id, question.path("query").asText());
            golden.put(id, answers);
        });
        return new CodebaseDataset(chunks, questions, golden);
    }

    private static Map<String, String> chunks(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw Dataset.bad("--dataset must have %s beside %s: %s isn't there"
                    .formatted(CHUNKS, QUESTIONS, file.toAbsolutePath()));
        }
        Map<String, String> chunks = new LinkedHashMap<>();
        try {
            for (JsonNode document : Json.MAPPER.readTree(file.toFile())) {
                for (JsonNode chunk : document.path("chunks")) {
                    chunks.put(
                            document.path("original_uuid").asText() + "/"
                                    + chunk.path("original_index").asInt(),
                            chunk.path("content").asText());
                }
            }
        } catch (JsonProcessingException e) {
            throw Dataset.bad("%s must be JSON: %s".formatted(file, e.getOriginalMessage()));
        }
        return chunks;
    }

    /** Each chunk as a document that isn't cut any more: the golden ones are of this cut. */
    @Override
    public List<String> indexing(Path scratch) throws IOException {
        Path file = JsonLines.writeDocuments(scratch.resolve("chunks.jsonl"), "text/plain", chunks);
        return List.of("files.path=" + file, "chunking.chunker=whole", "chunking.embed-with=none");
    }

    @Override
    public Map<String, String> texts() {
        return chunks;
    }

    @Override
    public List<Measure> measure(Map<String, List<Place>> found) {
        Map<String, List<String>> rankings = new HashMap<>();
        Map<String, List<String>> wanted = new HashMap<>();
        found.forEach((id, places) -> {
            rankings.put(id, contents(places.stream().map(Place::documentId).toList()));
            wanted.put(id, contents(golden.getOrDefault(id, List.of())));
        });
        return List.of(5, 10, 20).stream()
                .map(k -> new Measure("Pass@" + k, PassAtK.of(rankings, wanted, k), 2))
                .toList();
    }

    /** A golden chunk, or one that says the same. */
    @Override
    public boolean isEvidence(String question, Place place) {
        Set<String> wanted = Set.copyOf(contents(golden.getOrDefault(question, List.of())));
        return wanted.contains(content(place.documentId()));
    }

    private List<String> contents(List<String> ids) {
        return ids.stream().map(this::content).collect(Collectors.toList());
    }

    private String content(String id) {
        return chunks.getOrDefault(id, "").strip();
    }
}
