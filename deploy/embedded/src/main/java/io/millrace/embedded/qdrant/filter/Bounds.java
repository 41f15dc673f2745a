package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.payload.Datetimes;
import io.qdrant.client.grpc.Common.DatetimeRange;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.Common.ValuesCount;
import org.apache.lucene.util.NumericUtils;

/**
 * A range of longs with both ends included: how a range of numbers, moments or counts is looked up. It is empty when
 * the lowest is above the highest.
 */
record Bounds(long lowest, long highest) {

    /** A range of numbers, as sortable doubles. */
    static Bounds of(Range range) {
        Builder bounds = new Builder();
        if (range.hasGt()) {
            bounds.above(sortable(range.getGt()));
        }
        if (range.hasGte()) {
            bounds.from(sortable(range.getGte()));
        }
        if (range.hasLt()) {
            bounds.below(sortable(range.getLt()));
        }
        if (range.hasLte()) {
            bounds.upTo(sortable(range.getLte()));
        }
        return bounds.build();
    }

    /** A range of moments, as microseconds. */
    static Bounds of(DatetimeRange range) {
        Builder bounds = new Builder();
        if (range.hasGt()) {
            bounds.above(Datetimes.micros(range.getGt()));
        }
        if (range.hasGte()) {
            bounds.from(Datetimes.micros(range.getGte()));
        }
        if (range.hasLt()) {
            bounds.below(Datetimes.micros(range.getLt()));
        }
        if (range.hasLte()) {
            bounds.upTo(Datetimes.micros(range.getLte()));
        }
        return bounds.build();
    }

    /** A range of counts. The bounds are unsigned on the wire; one beyond the longest list is as good as infinite. */
    static Bounds of(ValuesCount range) {
        Builder bounds = new Builder();
        if (range.hasGt()) {
            bounds.above(count(range.getGt()));
        }
        if (range.hasGte()) {
            bounds.from(count(range.getGte()));
        }
        if (range.hasLt()) {
            bounds.below(count(range.getLt()));
        }
        if (range.hasLte()) {
            bounds.upTo(count(range.getLte()));
        }
        return bounds.build();
    }

    static long sortable(double number) {
        return NumericUtils.doubleToSortableLong(number + 0.0);
    }

    private static long count(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    boolean contains(long value) {
        return lowest <= value && value <= highest;
    }

    boolean isEmpty() {
        return lowest > highest;
    }

    private static final class Builder {
        private long lowest = Long.MIN_VALUE;
        private long highest = Long.MAX_VALUE;

        void above(long bound) {
            from(bound == Long.MAX_VALUE ? bound : bound + 1);
        }

        void from(long bound) {
            lowest = Math.max(lowest, bound);
        }

        void below(long bound) {
            upTo(bound == Long.MIN_VALUE ? bound : bound - 1);
        }

        void upTo(long bound) {
            highest = Math.min(highest, bound);
        }

        Bounds build() {
            return new Bounds(lowest, highest);
        }
    }
}
