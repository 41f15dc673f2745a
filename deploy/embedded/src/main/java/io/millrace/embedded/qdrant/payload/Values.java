package io.millrace.embedded.qdrant.payload;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a payload value is. A value of no kind is null, as on a Qdrant server. */
public final class Values {

    private Values() {}

    public static boolean isNull(Value value) {
        return value.getKindCase() == Value.KindCase.NULL_VALUE || value.getKindCase() == Value.KindCase.KIND_NOT_SET;
    }

    /** The number that a value holds, whether it was written as an integer or not; null when it is no number. */
    public static @Nullable Double number(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        return switch (value.getKindCase()) {
            case INTEGER_VALUE -> (double) value.getIntegerValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            default -> null;
        };
    }

    /** The elements of a list, or the value itself: what a condition on a field is tried on. */
    public static List<Value> elements(Value value) {
        return value.hasListValue() ? value.getListValue().getValuesList() : List.of(value);
    }

    /** Refuses a payload that JSON cannot express: not-a-number and the infinities. */
    public static void requireJson(Map<String, Value> payload) {
        payload.values().forEach(Values::requireJson);
    }

    private static void requireJson(Value value) {
        if (value.hasDoubleValue() && !Double.isFinite(value.getDoubleValue())) {
            throw StoreException.invalid("cannot convert to json number");
        }
        if (value.hasListValue()) {
            value.getListValue().getValuesList().forEach(Values::requireJson);
        }
        if (value.hasStructValue()) {
            requireJson(value.getStructValue().getFieldsMap());
        }
    }
}
