package io.millrace.index;

import io.millrace.embed.VectorSpace;
import io.millrace.sparse.SparseSpec;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A collection as a job needs it.
 *
 * @param name its name, or an alias of it
 * @param space the vector space it is locked to
 * @param fields payload fields to index beside the built-in ones ({@link ChunkFields#BUILT_IN}), such as
 *     {@code metadata.year}
 * @param chunking how its chunks are made, in a line to read; empty from a job that makes none. Chunks of two ways can
 *     be compared, so this is no part of the lock
 * @param sparse how its chunks are found by their words, or null where they needn't be. A collection that was made without
 *     keeps being without
 * @param adopt whether a collection that nobody locked may be locked to the space, if its vectors fit
 */
public record CollectionSpec(
        String name,
        VectorSpace space,
        Map<String, FieldType> fields,
        String chunking,
        @Nullable SparseSpec sparse,
        boolean adopt)
        implements Serializable {

    /** A collection as a job needs it that makes no chunks, and takes over nothing. */
    public CollectionSpec(String name, VectorSpace space, Map<String, FieldType> fields) {
        this(name, space, fields, "", null, false);
    }

    /** A collection whose chunks aren't found by their words. */
    public CollectionSpec(
            String name, VectorSpace space, Map<String, FieldType> fields, String chunking, boolean adopt) {
        this(name, space, fields, chunking, null, adopt);
    }

    /** The same for a job that makes its chunks in this way. */
    public CollectionSpec withChunking(String line) {
        return new CollectionSpec(name, space, fields, line, sparse, adopt);
    }

    /** The same, with chunks that are found by their words too. */
    public CollectionSpec withSparse(@Nullable SparseSpec words) {
        return new CollectionSpec(name, space, fields, chunking, words, adopt);
    }
}
