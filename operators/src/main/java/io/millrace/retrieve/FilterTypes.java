package io.millrace.retrieve;

import io.millrace.failure.RejectedException;
import io.millrace.index.FieldType;
import io.millrace.retrieve.Filter.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fits a filter's values to its fields' types: by a value of another type a store finds nothing, without a word. */
public final class FilterTypes {
    private FilterTypes() {}

    /**
     * The filter, with whole numbers on float fields as ranges.
     *
     * @param known the type of every field that the filter speaks of
     * @throws RejectedException with code {@code filter-type-mismatch}, naming the field, its type and what was given
     */
    public static Filter fit(Filter filter, Map<String, FieldType> known) {
        if (filter instanceof Filter.And and) {
            return new Filter.And(fitAll(and.all(), known));
        }
        if (filter instanceof Filter.Or or) {
            return new Filter.Or(fitAll(or.any(), known));
        }
        if (filter instanceof Filter.Not not) {
            return new Filter.Not(fit(not.filter(), known));
        }
        if (filter instanceof Filter.Equal equal) {
            return fitEqual(equal, known.get(equal.field()));
        }
        if (filter instanceof Filter.AnyOf anyOf && known.get(anyOf.field()) == FieldType.FLOAT) {
            return new Filter.Or(anyOf.values().stream()
                    .map(value -> fit(new Filter.Equal(anyOf.field(), value), known))
                    .toList());
        }
        if (filter instanceof Filter.AnyOf anyOf) {
            anyOf.values().forEach(value -> fit(new Filter.Equal(anyOf.field(), value), known));
        } else if (filter instanceof Filter.Range range) {
            require(range.field(), known.get(range.field()), "a number", FieldType.INTEGER, FieldType.FLOAT);
        } else if (filter instanceof Filter.DateRange range) {
            require(range.field(), known.get(range.field()), "a date", FieldType.DATETIME);
        } else if (filter instanceof Filter.HasWords words) {
            // Without the index a store would look for the text as it stands, in every payload.
            requireWords(words.field(), known.get(words.field()));
        }
        return filter;
    }

    private static List<Filter> fitAll(List<Filter> filters, Map<String, FieldType> known) {
        return filters.stream().map(each -> fit(each, known)).toList();
    }

    private static Filter fitEqual(Filter.Equal equal, @Nullable FieldType type) {
        if (equal.value() instanceof Scalar.Whole whole) {
            require(equal.field(), type, "an integer", FieldType.INTEGER, FieldType.FLOAT);
            if (type == FieldType.FLOAT) {
                return new Filter.Range(equal.field(), null, (double) whole.value(), null, (double) whole.value());
            }
        } else if (equal.value() instanceof Scalar.Text) {
            require(equal.field(), type, "a string", FieldType.KEYWORD, FieldType.TEXT);
        } else {
            require(equal.field(), type, "a boolean", FieldType.BOOL);
        }
        return equal;
    }

    private static void requireWords(String field, @Nullable FieldType type) {
        if (type != FieldType.TEXT) {
            throw new RejectedException(
                    "filter-type-mismatch",
                    "'filter.%s.text' needs a field of type text, and '%s' is of type %s: words are found only where qdrant.fields"
                                    .formatted(field, field, type == null ? "unknown" : type.wireName())
                            + " says text");
        }
    }

    private static void require(String field, @Nullable FieldType type, String given, FieldType... fitting) {
        if (!Arrays.asList(fitting).contains(type)) {
            throw new RejectedException(
                    "filter-type-mismatch",
                    "'filter.%s' is of type %s, got %s, which only fields of type %s are compared with"
                            .formatted(
                                    field,
                                    type == null ? "unknown" : type.wireName(),
                                    given,
                                    Arrays.stream(fitting)
                                            .map(FieldType::wireName)
                                            .collect(Collectors.joining(" or "))));
        }
    }
}
