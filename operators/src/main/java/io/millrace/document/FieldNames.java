package io.millrace.document;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a document's fields are called in the JSON that states it. */
public record FieldNames(Map<String, String> theirs) implements Serializable {
    /** Every field that a document has. */
    public static final List<String> ALL =
            List.of("id", "tenant", "kind", "uri", "title", "contentType", "text", "content", "metadata", "version");

    /** The names of the documents topic. */
    public static final FieldNames STANDARD = new FieldNames(Map.of());

    /** Refuses a name that no document has. */
    public FieldNames {
        theirs = new TreeMap<>(theirs);
        TreeSet<String> unknown = new TreeSet<>(theirs.keySet());
        ALL.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown document field '%s'. Known: %s".formatted(unknown.first(), String.join(", ", ALL)));
        }
    }

    /** What the JSON calls the field. */
    public String of(String field) {
        return theirs.getOrDefault(field, field);
    }
}
