package io.millrace.rerank;

import io.millrace.retrieve.ScoredChunk;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A chunk at its place in a ranking.
 *
 * @param found the chunk, with the score that the search gave it
 * @param rerankScore the rerank model's score, the larger the better; null where the order is the search's
 */
public record RankedChunk(ScoredChunk found, @Nullable Double rerankScore) implements Serializable {}
