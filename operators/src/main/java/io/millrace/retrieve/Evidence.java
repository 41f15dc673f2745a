package io.millrace.retrieve;

import java.io.Serializable;

/**
 * A chunk that was found, and what is read in its place.
 *
 * @param found the chunk, which is what can be cited
 * @param text its own text, or that of the larger part of the document that it stands in
 */
public record Evidence(ScoredChunk found, String text) implements Serializable {
    /** The chunk as it is. */
    public static Evidence of(ScoredChunk found) {
        return new Evidence(found, found.chunk().text());
    }
}
