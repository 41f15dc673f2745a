package io.millrace.index;

import io.millrace.embed.VectorSpace;
import java.io.Serializable;
import java.util.Map;

/**
 * A collection as a job needs it.
 *
 * @param name its name, or an alias of it
 * @param space the vector space it is locked to
 * @param fields payload fields to index beside the built-in ones ({@link ChunkFields#BUILT_IN}), such as
 *     {@code metadata.year}
 * @param chunking how its chunks are made, in a line to read; empty from a job that makes none. Chunks of two ways can
 *     be compared, so this is no part of the lock
 * @param adopt whether a collection that nobody locked may be locked to the space, if its vectors fit
 */
public record CollectionSpec(
        String name, VectorSpace space, Map<String, FieldType> fields, String chunking, boolean adopt)
        implements Serializable {

    /** A collection as a job needs it that makes no chunks, and takes over nothing. */
    public CollectionSpec(String name, VectorSpace space, Map<String, FieldType> fields) {
        this(name, space, fields, "", false);
    }

    /** The same for a job that makes its chunks in this way. */
    public CollectionSpec withChunking(String line) {
        return new CollectionSpec(name, space, fields, line, adopt);
    }
}
