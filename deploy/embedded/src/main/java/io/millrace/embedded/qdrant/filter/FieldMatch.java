package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.payload.Datetimes;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a payload satisfies a condition on one field: any of the values at its path does. */
final class FieldMatch {

    private final FieldCondition condition;
    private final PayloadPath path;
    private final @Nullable TextIndexParams textIndex;
    /** Whether whole payloads are tried, which is what indexes are of. */
    private final boolean whole;

    /**
     * @param prefix the place that the payload was taken from, empty for a whole payload; text indexes are declared
     *     by whole paths
     */
    FieldMatch(FieldCondition condition, String prefix, TextIndexes textIndexes) {
        this.condition = condition;
        this.path = PayloadPath.parse(condition.getKey());
        this.whole = prefix.isEmpty();
        this.textIndex = textIndexes.at(prefix.isEmpty() ? path.canonical() : prefix + "." + path.canonical());
    }

    boolean matches(Map<String, Value> payload) {
        List<Value> values = path.valuesIn(payload);
        if (whole
                && textIndex != null
                && ValueMatch.isOfText(condition.getMatch())
                && ValueMatch.matches(condition.getMatch(), together(values), textIndex)) {
            return true;
        }
        return values.isEmpty() ? matchesAbsence() : values.stream().anyMatch(this::matches);
    }

    /** A text index holds the tokens of a point, not of each of its texts. */
    private static Value together(List<Value> values) {
        return Value.newBuilder()
                .setStringValue(values.stream()
                        .flatMap(value -> Values.elements(value).stream())
                        .filter(Value::hasStringValue)
                        .map(Value::getStringValue)
                        .collect(Collectors.joining(" ")))
                .build();
    }

    /** A missing field is empty, is not null, and has a count of 0. */
    private boolean matchesAbsence() {
        if (condition.hasValuesCount()) {
            return Bounds.of(condition.getValuesCount()).contains(0);
        }
        if (condition.hasIsEmpty()) {
            return condition.getIsEmpty();
        }
        return condition.hasIsNull() && !condition.getIsNull();
    }

    private boolean matches(Value value) {
        List<Value> elements = Values.elements(value);
        if (condition.hasValuesCount()) {
            return Bounds.of(condition.getValuesCount()).contains(Values.isNull(value) ? 0 : elements.size());
        }
        if (condition.hasIsEmpty()) {
            return condition.getIsEmpty() == (Values.isNull(value) || elements.isEmpty());
        }
        if (condition.hasIsNull()) {
            return condition.getIsNull() == elements.stream().anyMatch(Values::isNull);
        }
        return elements.stream().anyMatch(this::matchesElement);
    }

    private boolean matchesElement(Value value) {
        return (condition.hasMatch() && ValueMatch.matches(condition.getMatch(), value, textIndex))
                || (condition.hasRange() && inRange(value))
                || (condition.hasDatetimeRange() && inDatetimeRange(value))
                || inArea(value);
    }

    private boolean inRange(Value value) {
        Double number = Values.number(value);
        return number != null && Bounds.of(condition.getRange()).contains(Bounds.sortable(number));
    }

    private boolean inDatetimeRange(Value value) {
        Long micros = value.hasStringValue() ? Datetimes.micros(value.getStringValue()) : null;
        return micros != null && Bounds.of(condition.getDatetimeRange()).contains(micros);
    }

    private boolean inArea(Value value) {
        GeoPoint point = Geometry.location(value);
        return point != null
                && ((condition.hasGeoBoundingBox() && Geometry.inBox(point, condition.getGeoBoundingBox()))
                        || (condition.hasGeoRadius() && Geometry.inCircle(point, condition.getGeoRadius()))
                        || (condition.hasGeoPolygon() && Geometry.inPolygon(point, condition.getGeoPolygon())));
    }
}
