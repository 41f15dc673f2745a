package io.millrace.retrieve;

import io.millrace.index.FieldType;
import io.millrace.index.VectorStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The filterable fields, as last seen: asked for again when a filter speaks of one that wasn't there. */
public final class KnownFields {
    private final VectorStore store;
    private volatile Map<String, FieldType> seen = Map.of();

    public KnownFields(VectorStore store) {
        this.store = store;
    }

    /** The known fields, fresh if one of these isn't among those seen before. */
    public CompletableFuture<Map<String, FieldType>> covering(Set<String> fields) {
        Map<String, FieldType> known = seen;
        if (known.keySet().containsAll(fields)) {
            return CompletableFuture.completedFuture(known);
        }
        return store.filterableFields().thenApply(fresh -> {
            seen = fresh;
            return fresh;
        });
    }
}
