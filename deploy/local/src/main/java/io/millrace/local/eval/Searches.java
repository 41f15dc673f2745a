package io.millrace.local.eval;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.index.VectorStore;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.retrieve.ChunkQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a dataset's questions as searches. */
public final class Searches {
    /** A document may be found by several chunks, so more chunks are asked for than documents are judged. */
    private static final int CHUNKS = 200;

    private final EmbeddingModel model;
    private final VectorStore store;

    public Searches(EmbeddingModel model, VectorStore store) {
        this.model = model;
        this.store = store;
    }

    /** For each question's id, the ids of the documents found, by their best chunk, best first. */
    public Map<String, List<String>> rank(Map<String, String> queries) {
        List<String> ids = new ArrayList<>(queries.keySet());
        Map<String, List<String>> rankings = new LinkedHashMap<>();
        int batch = model.limits().inputs();
        for (int from = 0; from < ids.size(); from += batch) {
            List<String> some = ids.subList(from, Math.min(from + batch, ids.size()));
            List<Vector> vectors = model.embed(some.stream().map(queries::get).toList(), EmbeddingMode.QUERY)
                    .join()
                    .vectors();
            for (int i = 0; i < some.size(); i++) {
                rankings.put(some.get(i), documents(vectors.get(i)));
            }
        }
        return rankings;
    }

    private List<String> documents(Vector question) {
        List<ScoredChunk> found = store.search(new ChunkQuery(question, Filter.ALL, CHUNKS, null))
                .join();
        return found.stream()
                .map(chunk -> chunk.chunk().documentId())
                .distinct()
                .toList();
    }
}
