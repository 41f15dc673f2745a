package io.millrace.sparse;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.EmbeddingText;
import java.io.Serializable;

/**
 * How a collection's chunks are found by their words.
 *
 * @param language which words count
 * @param text what is read of a chunk, the same that is embedded
 */
public record SparseSpec(Language language, EmbeddingText text) implements Serializable {
    /** In a line, as a collection's lock has it: vectors of another line can't be compared with these. */
    public String line() {
        return "bm25 " + language.wireName();
    }

    /** The text that a chunk is found by. */
    public String textOf(Chunk chunk) {
        return text.of(chunk);
    }
}
