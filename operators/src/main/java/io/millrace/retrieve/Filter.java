package io.millrace.retrieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a chunk's payload must satisfy. Field names are payload paths, such as {@code kind} or {@code metadata.year}. */
public sealed interface Filter {
    /** Satisfied by all. */
    Filter ALL = new And(List.of());

    /** The field, or one element of it when it is a list, equals the value. */
    record Equal(String field, Scalar value) implements Filter {}

    /** The field, or one element of it, equals one of the values; at least one is given. */
    record AnyOf(String field, List<Scalar> values) implements Filter {}

    /** The field is a number within the bounds; at least one bound is given. */
    record Range(
            String field,
            @Nullable Double greaterThan,
            @Nullable Double atLeast,
            @Nullable Double lessThan,
            @Nullable Double atMost)
            implements Filter {}

    /** The field is a date within the bounds, RFC 3339 each; at least one bound is given. */
    record DateRange(
            String field,
            @Nullable String greaterThan,
            @Nullable String atLeast,
            @Nullable String lessThan,
            @Nullable String atMost)
            implements Filter {}

    /** The field is missing, null or an empty list. */
    record Missing(String field) implements Filter {}

    /** The field's text, or its texts together, have all words of this one, in any order; words as its text index has them. */
    record HasWords(String field, String text) implements Filter {}

    /** The chunk is one of these, by their ids; none given: not satisfied. */
    record Chunks(List<String> ids) implements Filter {}

    /** All are satisfied; none given: satisfied. */
    record And(List<Filter> all) implements Filter {}

    /** One at least is satisfied; none given: not satisfied. */
    record Or(List<Filter> any) implements Filter {}

    /** The other isn't satisfied. */
    record Not(Filter filter) implements Filter {}

    /** A value that a field can equal. */
    sealed interface Scalar {
        /** A string, matched exactly. */
        record Text(String value) implements Scalar {}

        /** An integer. */
        record Whole(long value) implements Scalar {}

        /** True or false. */
        record Flag(boolean value) implements Scalar {}
    }
}
