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
 */
public record CollectionSpec(String name, VectorSpace space, Map<String, FieldType> fields) implements Serializable {}
