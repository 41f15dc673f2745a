package io.millrace.retrieve;

import io.millrace.embed.Vector;
import org.jspecify.annotations.Nullable;

/**
 * A search for the chunks nearest to a vector.
 *
 * @param vector where to look
 * @param filter what each must satisfy
 * @param limit how many at the most, at least 1
 * @param minScore the least score that counts, or null for any
 */
public record VectorQuery(
        Vector vector, Filter filter, int limit, @Nullable Double minScore) {}
