package io.millrace.connector.qdrant;

import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.Range;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whose answers, and when they were kept. */
final class AnswerFilters {
    private AnswerFilters() {}

    /** A tenant's answers, or those of no tenant; to be narrowed further. */
    static Filter.Builder of(@Nullable String tenant) {
        return Filter.newBuilder()
                .addMust(
                        tenant == null
                                ? ConditionFactory.isEmpty(AnswerPoint.TENANT)
                                : ConditionFactory.matchKeyword(AnswerPoint.TENANT, tenant));
    }

    static Condition since(Instant moment) {
        return ConditionFactory.range(
                AnswerPoint.KEPT_AT, Range.newBuilder().setGte(millis(moment)).build());
    }

    static Condition before(Instant moment) {
        return ConditionFactory.range(
                AnswerPoint.KEPT_AT, Range.newBuilder().setLt(millis(moment)).build());
    }

    /** Exact, as a double is up to 2^53: for about 285,000 years. */
    private static double millis(Instant moment) {
        try {
            return moment.toEpochMilli();
        } catch (ArithmeticException e) {
            return moment.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
