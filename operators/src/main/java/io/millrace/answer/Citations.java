package io.millrace.answer;

import io.millrace.chunk.Chunk;
import io.millrace.retrieve.Evidence;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes citations of chunks. */
final class Citations {
    private Citations() {}

    /** The whole chunk, with what was read around it. */
    static Citation of(int marker, Evidence evidence) {
        Chunk chunk = evidence.found().chunk();
        String context = evidence.text().equals(chunk.text()) ? null : evidence.text();
        return of(marker, evidence.found(), chunk.start(), chunk.end(), context);
    }

    /** A part of the chunk, by offsets in its document. */
    static Citation of(int marker, ScoredChunk found, int start, int end) {
        return of(marker, found, start, end, null);
    }

    private static Citation of(int marker, ScoredChunk found, int start, int end, @Nullable String context) {
        Chunk chunk = found.chunk();
        return new Citation(
                marker,
                chunk.documentId(),
                chunk.id(),
                chunk.uri(),
                chunk.title(),
                chunk.headings(),
                chunk.text().substring(start - chunk.start(), end - chunk.start()),
                start,
                end,
                chunk.page(),
                found.score(),
                chunk.metadata().json(),
                context);
    }

    /** Whole chunks by rank, from 1. */
    static List<Citation> ranked(List<Evidence> found) {
        List<Citation> results = new ArrayList<>();
        for (Evidence chunk : found) {
            results.add(of(results.size() + 1, chunk));
        }
        return results;
    }
}
