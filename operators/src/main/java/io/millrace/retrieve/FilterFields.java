package io.millrace.retrieve;

import io.millrace.failure.RejectedException;
import io.millrace.index.FieldType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fields that a filter speaks of. */
public final class FilterFields {
    private FilterFields() {}

    /** The fields' names, sorted. */
    public static Set<String> of(Filter filter) {
        Set<String> fields = new TreeSet<>();
        collect(filter, fields);
        return fields;
    }

    /**
     * Refuses a filter on a field that isn't indexed: the store would find nothing by it, and say nothing.
     *
     * @throws RejectedException with code {@code unknown-filter-field}, naming the field and those that are known
     */
    public static void check(Filter filter, Map<String, FieldType> known) {
        for (String field : of(filter)) {
            if (!known.containsKey(field)) {
                throw new RejectedException(
                        "unknown-filter-field",
                        "Unknown filter field '%s'. Known: %s. Metadata fields are declared under qdrant.fields"
                                .formatted(field, String.join(", ", new TreeSet<>(known.keySet()))));
            }
        }
    }

    private static void collect(Filter filter, Set<String> fields) {
        if (filter instanceof Filter.And and) {
            and.all().forEach(each -> collect(each, fields));
        } else if (filter instanceof Filter.Or or) {
            or.any().forEach(each -> collect(each, fields));
        } else if (filter instanceof Filter.Not not) {
            collect(not.filter(), fields);
        } else if (filter instanceof Filter.Equal equal) {
            fields.add(equal.field());
        } else if (filter instanceof Filter.AnyOf anyOf) {
            fields.add(anyOf.field());
        } else if (filter instanceof Filter.Range range) {
            fields.add(range.field());
        } else if (filter instanceof Filter.DateRange range) {
            fields.add(range.field());
        } else if (filter instanceof Filter.HasWords words) {
            fields.add(words.field());
        } else if (filter instanceof Filter.Missing missing) {
            fields.add(missing.field());
        }
    }
}
