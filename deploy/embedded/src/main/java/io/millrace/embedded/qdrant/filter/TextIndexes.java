package io.millrace.embedded.qdrant.filter;

import io.qdrant.client.grpc.Collections.TextIndexParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The full-text indexes of a collection. A text condition means "contains this string" on a field without one, and
 * speaks of tokens on a field with one.
 *
 * @param byPlace what was declared, by the canonical spelling of the field's path
 */
public record TextIndexes(Map<String, TextIndexParams> byPlace) {

    public TextIndexes {
        byPlace = Map.copyOf(byPlace);
    }

    /** The index of a place, or null when its text is not indexed. */
    @Nullable
    TextIndexParams at(String place) {
        return byPlace.get(place);
    }
}
