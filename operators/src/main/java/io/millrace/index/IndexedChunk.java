package io.millrace.index;

import io.millrace.chunk.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * A point of an index.
 *
 * @param id the point's id
 * @param chunk what its payload says, or null when that can't be read as a chunk
 */
public record IndexedChunk(String id, @Nullable Chunk chunk) {}
