package io.millrace.index;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.Span;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an index holds of one document.
 *
 * @param chunks its chunks by id, in no order
 */
public record Manifest(Map<String, Held> chunks) {
    public static final Manifest EMPTY = new Manifest(Map.of());

    /**
     * A chunk as the index holds it.
     *
     * @param revision the state of the document that it was last written for
     * @param version the document's version then
     * @param timestamp the document's time then, milliseconds since the epoch; 0 where it wasn't written
     * @param chunkCount how many chunks the document had then; 0 where it wasn't written
     * @param place where in the document it stands
     */
    public record Held(String revision, long version, long timestamp, int chunkCount, Place place) {
        public static Held of(Chunk chunk) {
            return new Held(chunk.revision(), chunk.version(), chunk.timestamp(), chunk.chunkCount(), Place.of(chunk));
        }
    }

    /** Where a chunk stands in its document: what a move changes, and nothing else does. */
    public record Place(
            int ordinal,
            int start,
            int end,
            @Nullable Integer page,
            List<String> headings,
            @Nullable Span parent) {
        public static Place of(Chunk chunk) {
            return new Place(
                    chunk.ordinal(), chunk.start(), chunk.end(), chunk.page(), chunk.headings(), chunk.parent());
        }
    }

    /** Whether the index holds just this state of the document, and the whole of it. */
    public boolean isWhole(String revision) {
        if (chunks.isEmpty()) {
            return false;
        }
        int size = chunks.size();
        return chunks.values().stream().allMatch(held -> held.revision().equals(revision) && held.chunkCount() == size);
    }
}
