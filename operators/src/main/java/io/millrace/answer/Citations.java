package io.millrace.answer;

import io.millrace.chunk.Chunk;
import io.millrace.retrieve.ScoredChunk;
import java.util.ArrayList;
import java.util.List;

/** Makes citations of chunks. */
final class Citations {
    private Citations() {}

    /** The whole chunk. */
    static Citation of(int marker, ScoredChunk found) {
        Chunk chunk = found.chunk();
        return of(marker, found, chunk.start(), chunk.end());
    }

    /** A part of the chunk, by offsets in its document. */
    static Citation of(int marker, ScoredChunk found, int start, int end) {
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
                chunk.metadata().json());
    }

    /** Whole chunks by rank, from 1. */
    static List<Citation> ranked(List<ScoredChunk> found) {
        List<Citation> results = new ArrayList<>();
        for (ScoredChunk chunk : found) {
            results.add(of(results.size() + 1, chunk));
        }
        return results;
    }
}
