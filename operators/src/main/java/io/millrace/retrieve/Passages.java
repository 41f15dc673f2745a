package io.millrace.retrieve;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.Span;
import io.millrace.index.ChunkFields;
import io.millrace.index.VectorStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Reads chunks in their surroundings: one that has a parent in the whole of it, others with their neighbours if those are
 * wanted. One look-up for all of them.
 */
final class Passages {
    /** Chunks read around those that were found: of a parent of 600 tokens, or neighbours, a handful each. */
    private static final int MOST = 2_000;

    private Passages() {}

    /** Evidence of what was found, in its order. Of chunks with one parent only the best is left. */
    static CompletableFuture<List<Evidence>> of(VectorStore store, List<ScoredChunk> found, int neighbours) {
        List<ScoredChunk> distinct = firstOfEachParent(found);
        List<Filter> around = new ArrayList<>();
        for (ScoredChunk each : distinct) {
            if (isWidened(each.chunk(), neighbours)) {
                around.add(around(each.chunk(), neighbours));
            }
        }
        if (around.isEmpty()) {
            return CompletableFuture.completedFuture(
                    distinct.stream().map(Evidence::of).toList());
        }
        return store.matching(new Filter.Or(around), MOST)
                .thenApply(chunks -> distinct.stream()
                        .map(each -> new Evidence(each, text(each.chunk(), chunks, neighbours)))
                        .toList());
    }

    private static List<ScoredChunk> firstOfEachParent(List<ScoredChunk> found) {
        Set<List<Object>> parents = new HashSet<>();
        return found.stream()
                .filter(each -> {
                    Chunk chunk = each.chunk();
                    Span parent = chunk.parent();
                    return parent == null
                            || parents.add(List.of(
                                    chunk.documentId(), String.valueOf(chunk.tenant()), chunk.revision(), parent));
                })
                .toList();
    }

    private static boolean isWidened(Chunk chunk, int neighbours) {
        return chunk.parent() != null || (neighbours > 0 && chunk.chunkCount() > 1);
    }

    private static Filter around(Chunk chunk, int neighbours) {
        List<Filter> all = new ArrayList<>();
        all.add(equal(ChunkFields.DOCUMENT_ID, chunk.documentId()));
        all.add(
                chunk.tenant() == null
                        ? new Filter.Missing(ChunkFields.TENANT)
                        : equal(ChunkFields.TENANT, chunk.tenant()));
        all.add(equal(ChunkFields.REVISION, chunk.revision()));
        Span parent = chunk.parent();
        if (parent == null) {
            all.add(new Filter.Range(ChunkFields.ORDINAL, null, (double) (chunk.ordinal() - neighbours), null, (double)
                    (chunk.ordinal() + neighbours)));
        } else {
            all.add(new Filter.Range(ChunkFields.START, null, null, (double) parent.end(), null));
            all.add(new Filter.Range(ChunkFields.END, (double) parent.start(), null, null, null));
        }
        return new Filter.And(all);
    }

    private static Filter equal(String field, String value) {
        return new Filter.Equal(field, new Filter.Scalar.Text(value));
    }

    /** The texts around a chunk as one, each part of the document once. What is between two chunks is blank. */
    private static String text(Chunk chunk, List<Chunk> read, int neighbours) {
        List<Chunk> around = read.stream()
                .filter(other -> isAround(chunk, other, neighbours))
                .sorted(Comparator.comparingInt(Chunk::start).thenComparingInt(Chunk::end))
                .toList();
        StringBuilder text = new StringBuilder();
        int end = -1;
        for (Chunk part : around) {
            if (part.end() <= end) {
                continue;
            }
            if (end >= 0 && part.start() > end) {
                text.append('\n');
            }
            text.append(
                    part.text(), Math.max(0, end - part.start()), part.text().length());
            end = part.end();
        }
        // The document may have changed between the search and the look-up.
        return text.isEmpty() ? chunk.text() : text.toString();
    }

    private static boolean isAround(Chunk chunk, Chunk other, int neighbours) {
        if (!other.documentId().equals(chunk.documentId())
                || !Objects.equals(other.tenant(), chunk.tenant())
                || !other.revision().equals(chunk.revision())) {
            return false;
        }
        Span parent = chunk.parent();
        return parent == null
                ? Math.abs(other.ordinal() - chunk.ordinal()) <= neighbours
                : other.start() < parent.end() && other.end() > parent.start();
    }
}
