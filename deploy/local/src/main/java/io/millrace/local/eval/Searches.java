package io.millrace.local.eval;

import io.millrace.chunk.Chunk;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.index.VectorStore;
import io.millrace.local.eval.Dataset.Place;
import io.millrace.rerank.Ranking;
import io.millrace.rerank.Reranking;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.ChunkQuery.Blend;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.retrieve.SearchMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a dataset's questions as searches. */
public final class Searches {
    /** A document may be found by several chunks, so more chunks are asked for than documents are judged. */
    private static final int CHUNKS = 200;
    /** Nobody waits for an answer here: a reranker that fails would spoil the measure. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final VectorStore store;
    private final Map<String, String> queries;
    private final Map<String, Vector> vectors;
    private final Blend blend;

    /** Embeds the questions, by their ids, once for all modes. */
    public Searches(EmbeddingModel model, VectorStore store, Map<String, String> queries, Blend blend) {
        this.store = store;
        this.queries = queries;
        this.vectors = vectors(model, queries);
        this.blend = blend;
    }

    private static Map<String, Vector> vectors(EmbeddingModel model, Map<String, String> queries) {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(queries.keySet());
        int batch = model.limits().inputs();
        for (int from = 0; from < ids.size(); from += batch) {
            List<String> some = ids.subList(from, Math.min(from + batch, ids.size()));
            List<Vector> made = model.embed(some.stream().map(queries::get).toList(), EmbeddingMode.QUERY)
                    .join()
                    .vectors();
            for (int i = 0; i < some.size(); i++) {
                vectors.put(some.get(i), made.get(i));
            }
        }
        return vectors;
    }

    /**
     * For each question's id, where the chunks stand that were found, best first.
     *
     * @param candidates chunks of the search that are put into a reranker's order, where there is one
     */
    public Map<String, List<Place>> find(SearchMode mode, @Nullable Reranking reranking, int candidates) {
        Map<String, List<Place>> places = new LinkedHashMap<>();
        queries.forEach((id, question) -> {
            List<ScoredChunk> found = store.search(new ChunkQuery(
                            mode == SearchMode.SPARSE ? null : vectors.get(id),
                            mode == SearchMode.DENSE ? null : question,
                            Filter.ALL,
                            CHUNKS,
                            null,
                            blend,
                            null,
                            false))
                    .join();
            List<ScoredChunk> ordered = reranking == null ? found : reranked(reranking, question, found, candidates);
            places.put(id, ordered.stream().map(chunk -> place(chunk.chunk())).toList());
        });
        return places;
    }

    private static Place place(Chunk chunk) {
        return new Place(chunk.documentId(), chunk.start(), chunk.end());
    }

    /** The first ones anew; those after them stay as they are. */
    private static List<ScoredChunk> reranked(
            Reranking reranking, String question, List<ScoredChunk> found, int candidates) {
        List<ScoredChunk> first = found.subList(0, Math.min(candidates, found.size()));
        Ranking ranking = reranking
                .rank(question, first, Math.max(1, first.size()), PATIENCE)
                .join();
        Reason fallback = ranking.fallback();
        if (fallback != null) {
            throw new RejectedException(fallback.code(), fallback.message());
        }
        return Stream.concat(
                        ranking.chunks().stream().map(ranked -> ranked.found()),
                        found.subList(first.size(), found.size()).stream())
                .toList();
    }
}
