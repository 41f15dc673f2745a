package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.NestedCondition;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;

/** A filter tried on a decoded payload: the truth that look-ups in the term index only approximate. */
final class PayloadFilter {

    /** Whether a payload satisfies a condition. */
    interface Test {
        boolean matches(Map<String, Value> payload);
    }

    private final String prefix;
    private final TextIndexes textIndexes;

    /**
     * @param prefix the canonical place that payloads are taken from, empty for whole payloads
     * @param textIndexes the collection's full-text indexes
     */
    PayloadFilter(String prefix, TextIndexes textIndexes) {
        this.prefix = prefix;
        this.textIndexes = textIndexes;
    }

    /** The test of a filter. Its paths are read here, so a malformed one is refused before any payload is. */
    Test test(Filter filter) {
        List<Test> must = tests(filter.getMustList());
        List<Test> mustNot = tests(filter.getMustNotList());
        List<Test> should = tests(filter.getShouldList());
        List<Test> minShould = tests(filter.getMinShould().getConditionsList());
        long unsigned = filter.getMinShould().getMinCount();
        long least = unsigned < 0 ? Long.MAX_VALUE : unsigned;
        return payload -> must.stream().allMatch(test -> test.matches(payload))
                && mustNot.stream().noneMatch(test -> test.matches(payload))
                && (should.isEmpty() || should.stream().anyMatch(test -> test.matches(payload)))
                && (!filter.hasMinShould()
                        || minShould.stream()
                                        .filter(test -> test.matches(payload))
                                        .count()
                                >= least);
    }

    private List<Test> tests(List<Condition> conditions) {
        return conditions.stream().map(this::test).toList();
    }

    /** The test of a condition that depends on nothing but the payload. */
    Test test(Condition condition) {
        return switch (condition.getConditionOneOfCase()) {
            case FIELD -> new FieldMatch(condition.getField(), prefix, textIndexes)::matches;
            case IS_EMPTY -> {
                PayloadPath path = PayloadPath.parse(condition.getIsEmpty().getKey());
                yield payload -> path.valuesIn(payload).stream()
                        .allMatch(value ->
                                Values.isNull(value) || Values.elements(value).isEmpty());
            }
            case IS_NULL -> {
                PayloadPath path = PayloadPath.parse(condition.getIsNull().getKey());
                yield payload -> path.valuesIn(payload).stream()
                        .anyMatch(value -> Values.elements(value).stream().anyMatch(Values::isNull));
            }
            case FILTER -> test(condition.getFilter());
            case NESTED -> nested(condition.getNested());
            // Neither is known inside a nested object, where Qdrant has them match nothing.
            case HAS_ID, HAS_VECTOR -> payload -> false;
            case CONDITIONONEOF_NOT_SET -> throw StoreException.invalid("Malformed Condition type");
        };
    }

    private Test nested(NestedCondition nested) {
        PayloadPath path = PayloadPath.parse(nested.getKey()).everyElement();
        String inner = prefix.isEmpty() ? path.canonical() : prefix + "." + path.canonical();
        Test test = new PayloadFilter(inner, textIndexes).test(nested.getFilter());
        return payload -> path.valuesIn(payload).stream()
                .anyMatch(element -> element.hasStructValue()
                        && test.matches(element.getStructValue().getFieldsMap()));
    }
}
