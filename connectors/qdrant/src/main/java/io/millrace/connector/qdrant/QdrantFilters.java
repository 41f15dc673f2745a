package io.millrace.connector.qdrant;

import com.google.protobuf.Timestamp;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.Filter.Scalar;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.DatetimeRange;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Common.Range;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The port's filters in Qdrant's terms. */
final class QdrantFilters {
    private QdrantFilters() {}

    /**
     * The filter, or null when it lets everything pass.
     *
     * @throws RejectedException naming the field, when a date isn't one
     */
    static Common.@Nullable Filter translate(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.all().isEmpty() ? null : must(and.all());
        }
        return Common.Filter.newBuilder().addMust(condition(filter)).build();
    }

    private static Condition condition(Filter filter) {
        if (filter instanceof Filter.Equal equal) {
            return anyOf(equal.field(), List.of(equal.value()));
        }
        if (filter instanceof Filter.AnyOf anyOf) {
            return anyOf(anyOf.field(), anyOf.values());
        }
        if (filter instanceof Filter.Range range) {
            return range(range);
        }
        if (filter instanceof Filter.DateRange range) {
            return dateRange(range);
        }
        if (filter instanceof Filter.HasWords words) {
            return ConditionFactory.matchText(PayloadPath.toQdrant(words.field()), words.text());
        }
        if (filter instanceof Filter.Chunks chunks) {
            return ConditionFactory.hasId(chunks.ids().stream()
                    .map(id -> PointId.newBuilder().setUuid(id).build())
                    .toList());
        }
        if (filter instanceof Filter.Missing missing) {
            return ConditionFactory.isEmpty(PayloadPath.toQdrant(missing.field()));
        }
        if (filter instanceof Filter.And and) {
            return ConditionFactory.filter(must(and.all()));
        }
        if (filter instanceof Filter.Or or) {
            return should(or.any().stream().map(QdrantFilters::condition).toList());
        }
        if (filter instanceof Filter.Not not) {
            return ConditionFactory.filter(Common.Filter.newBuilder()
                    .addMustNot(condition(not.filter()))
                    .build());
        }
        throw new IllegalStateException("a filter without a translation: " + filter.getClass());
    }

    private static Common.Filter must(List<Filter> all) {
        return Common.Filter.newBuilder()
                .addAllMust(all.stream().map(QdrantFilters::condition).toList())
                .build();
    }

    private static Condition should(List<Condition> any) {
        if (any.size() == 1) {
            return any.get(0);
        }
        // Qdrant takes a filter with no conditions as satisfied; no point has none of no ids.
        return any.isEmpty()
                ? ConditionFactory.hasId(List.of())
                : ConditionFactory.filter(
                        Common.Filter.newBuilder().addAllShould(any).build());
    }

    private static Condition anyOf(String field, List<Scalar> values) {
        String path = PayloadPath.toQdrant(field);
        List<String> texts = new ArrayList<>();
        List<Long> wholes = new ArrayList<>();
        List<Condition> any = new ArrayList<>();
        for (Scalar value : values) {
            if (value instanceof Scalar.Text text) {
                texts.add(text.value());
            } else if (value instanceof Scalar.Whole whole) {
                wholes.add(whole.value());
            } else if (value instanceof Scalar.Flag flag) {
                any.add(ConditionFactory.match(path, flag.value()));
            }
        }
        if (!texts.isEmpty()) {
            any.add(
                    texts.size() == 1
                            ? ConditionFactory.matchKeyword(path, texts.get(0))
                            : ConditionFactory.matchKeywords(path, texts));
        }
        if (!wholes.isEmpty()) {
            any.add(
                    wholes.size() == 1
                            ? ConditionFactory.match(path, wholes.get(0))
                            : ConditionFactory.matchValues(path, wholes));
        }
        return should(any);
    }

    private static Condition range(Filter.Range range) {
        Range.Builder bounds = Range.newBuilder();
        ifGiven(range.greaterThan(), bounds::setGt);
        ifGiven(range.atLeast(), bounds::setGte);
        ifGiven(range.lessThan(), bounds::setLt);
        ifGiven(range.atMost(), bounds::setLte);
        return ConditionFactory.range(PayloadPath.toQdrant(range.field()), bounds.build());
    }

    private static Condition dateRange(Filter.DateRange range) {
        DatetimeRange.Builder bounds = DatetimeRange.newBuilder();
        ifGiven(range.greaterThan(), date -> bounds.setGt(timestamp(range.field(), date)));
        ifGiven(range.atLeast(), date -> bounds.setGte(timestamp(range.field(), date)));
        ifGiven(range.lessThan(), date -> bounds.setLt(timestamp(range.field(), date)));
        ifGiven(range.atMost(), date -> bounds.setLte(timestamp(range.field(), date)));
        return ConditionFactory.datetimeRange(PayloadPath.toQdrant(range.field()), bounds.build());
    }

    private static <T> void ifGiven(@Nullable T bound, Consumer<T> set) {
        if (bound != null) {
            set.accept(bound);
        }
    }

    private static Timestamp timestamp(String field, String date) {
        try {
            Instant instant = OffsetDateTime.parse(date).toInstant();
            return Timestamp.newBuilder()
                    .setSeconds(instant.getEpochSecond())
                    .setNanos(instant.getNano())
                    .build();
        } catch (DateTimeParseException e) {
            throw new RejectedException(
                    "bad-filter",
                    "The filter on '%s' needs an RFC 3339 date with time, such as 2026-01-31T12:00:00Z, got '%s'"
                            .formatted(field, date),
                    e);
        }
    }
}
