package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.sparse.Bm25;
import io.millrace.sparse.SparseSpec;
import io.millrace.sparse.SparseVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A search that compares what is asked for with every chunk, straight from the formulas. */
final class InMemorySearch {
    private final List<InMemoryIndex.Entry> all;
    private final List<InMemoryIndex.Entry> matching;
    private final Distance distance;
    private final @Nullable SparseSpec sparse;
    private final ChunkQuery query;

    InMemorySearch(InMemoryIndex index, ChunkQuery query) {
        this.all = List.copyOf(index.entries());
        this.matching = all.stream()
                .filter(entry -> PayloadFilter.matches(query.filter(), InMemoryPayload.of(entry)))
                .toList();
        this.distance = index.space().distance();
        this.sparse = index.sparse();
        this.query = query;
    }

    List<ScoredChunk> find() {
        List<ScoredChunk> ranked = ranked();
        if (query.onePerDocument()) {
            Set<String> documents = new HashSet<>();
            ranked = ranked.stream()
                    .filter(found -> documents.add(found.chunk().documentId()))
                    .toList();
        }
        return ranked.stream().limit(query.limit()).toList();
    }

    private List<ScoredChunk> ranked() {
        if (query.likeness() != null) {
            return InMemoryLikeness.alike(all, matching, distance, query.likeness()).stream()
                    .filter(found -> query.minScore() == null || found.score() >= query.minScore())
                    .toList();
        }
        Vector vector = query.vector();
        String words = query.words();
        if (words == null) {
            return diverse(atLeast(near(vector), nearIsSmall()));
        }
        if (vector == null) {
            return atLeast(alike(words), false);
        }
        int candidates = Math.max(query.blend().candidates(), query.limit());
        Map<Chunk, Double> sums = new LinkedHashMap<>();
        addRanks(sums, near(vector), candidates, query.blend().vector());
        addRanks(sums, alike(words), candidates, query.blend().words());
        List<ScoredChunk> blended = new ArrayList<>();
        sums.forEach((chunk, sum) -> blended.add(new ScoredChunk(chunk, sum)));
        blended.sort(Comparator.comparingDouble(ScoredChunk::score).reversed());
        return diverse(atLeast(blended, false));
    }

    private static void addRanks(Map<Chunk, Double> sums, List<ScoredChunk> list, int candidates, double weight) {
        for (int rank = 0; rank < Math.min(candidates, list.size()) && weight > 0; rank++) {
            sums.merge(list.get(rank).chunk(), 1 / ((rank + 1) / weight + 1), Double::sum);
        }
    }

    private List<ScoredChunk> atLeast(List<ScoredChunk> found, boolean small) {
        Double least = query.minScore();
        return found.stream()
                .filter(scored -> least == null || (small ? scored.score() <= least : scored.score() >= least))
                .toList();
    }

    private List<ScoredChunk> near(@Nullable Vector given) {
        Vector vector = Objects.requireNonNull(given);
        Comparator<ScoredChunk> byScore = Comparator.comparingDouble(ScoredChunk::score);
        return matching.stream()
                .map(entry ->
                        new ScoredChunk(entry.chunk(), InMemoryVectorStore.score(distance, vector, entry.vector())))
                .sorted(nearIsSmall() ? byScore : byScore.reversed())
                .toList();
    }

    private List<ScoredChunk> alike(String words) {
        if (sparse == null) {
            throw new RejectedException("no-sparse-vectors", "The collection has no sparse vectors");
        }
        Bm25 bm25 = new Bm25(sparse.language());
        SparseVector question = bm25.query(words);
        List<SparseVector> documents = all.stream()
                .map(entry -> bm25.document(sparse.textOf(entry.chunk())))
                .toList();
        List<ScoredChunk> found = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            double score = 0;
            for (int index : question.indices()) {
                long having = documents.stream()
                        .filter(document -> component(document, index) != 0)
                        .count();
                score += component(documents.get(i), index)
                        * Math.log(1 + (documents.size() - having + 0.5) / (having + 0.5));
            }
            if (score > 0 && matching.contains(all.get(i))) {
                found.add(new ScoredChunk(all.get(i).chunk(), score));
            }
        }
        found.sort(Comparator.comparingDouble(ScoredChunk::score).reversed());
        return found;
    }

    private static float component(SparseVector vector, int index) {
        int at = Arrays.binarySearch(vector.indices(), index);
        return at < 0 ? 0 : vector.values()[at];
    }

    /** Maximal marginal relevance: greedily the next one that is near, and unlike those chosen. */
    private List<ScoredChunk> diverse(List<ScoredChunk> ranked) {
        Double diversity = query.diversity();
        Vector vector = query.vector();
        if (diversity == null || vector == null) {
            return ranked;
        }
        List<ScoredChunk> left = new ArrayList<>();
        ranked.stream()
                .limit(Math.max(query.blend().candidates(), query.limit()))
                .forEach(found -> left.add(new ScoredChunk(found.chunk(), similarity(vector, found.chunk()))));
        List<ScoredChunk> chosen = new ArrayList<>();
        while (!left.isEmpty()) {
            ScoredChunk next = left.stream()
                    .max(Comparator.comparingDouble(found -> (1 - diversity) * found.score()
                            - diversity
                                    * chosen.stream()
                                            .mapToDouble(other -> similarity(vectorOf(other.chunk()), found.chunk()))
                                            .max()
                                            .orElse(0)))
                    .orElseThrow();
            left.remove(next);
            chosen.add(next);
        }
        return chosen;
    }

    private double similarity(Vector vector, Chunk chunk) {
        return InMemoryVectorStore.score(distance, vector, vectorOf(chunk));
    }

    private Vector vectorOf(Chunk chunk) {
        return all.stream()
                .filter(entry -> entry.chunk().id().equals(chunk.id()))
                .findFirst()
                .orElseThrow()
                .vector();
    }

    private boolean nearIsSmall() {
        return switch (distance) {
            case COSINE, DOT -> false;
            case EUCLID, MANHATTAN -> true;
        };
    }
}
