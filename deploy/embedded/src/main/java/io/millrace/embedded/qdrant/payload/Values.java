package io.millrace.embedded.qdrant.payload;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.JsonWithInt.ListValue;
import io.qdrant.client.grpc.JsonWithInt.NullValue;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a payload value is. A value of no kind is null, as on a Qdrant server. */
public final class Values {

    private static final Value NULL =
            Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

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

    /**
     * A payload as JSON can express it: not-a-number and the infinities are refused, and a value of no kind becomes an
     * explicit null.
     */
    @SuppressWarnings("ReferenceEquality") // The same object means that nothing in it had to change.
    public static Map<String, Value> json(Map<String, Value> payload) {
        boolean asItIs = true;
        for (Value value : payload.values()) {
            asItIs &= json(value) == value;
        }
        return asItIs ? payload : jsonFields(payload);
    }

    private static Map<String, Value> jsonFields(Map<String, Value> payload) {
        Map<String, Value> fields = new HashMap<>();
        payload.forEach((key, value) -> fields.put(key, json(value)));
        return fields;
    }

    @SuppressWarnings("ReferenceEquality") // As above.
    private static Value json(Value value) {
        return switch (value.getKindCase()) {
            case KIND_NOT_SET -> NULL;
            case DOUBLE_VALUE -> {
                if (!Double.isFinite(value.getDoubleValue())) {
                    throw StoreException.invalid("cannot convert to json number");
                }
                yield value;
            }
            case STRUCT_VALUE -> {
                Map<String, Value> given = value.getStructValue().getFieldsMap();
                Map<String, Value> fields = json(given);
                yield fields == given
                        ? value
                        : Value.newBuilder()
                                .setStructValue(Struct.newBuilder().putAllFields(fields))
                                .build();
            }
            case LIST_VALUE -> {
                List<Value> given = value.getListValue().getValuesList();
                List<Value> elements = given.stream().map(Values::json).toList();
                yield elements.equals(given)
                        ? value
                        : Value.newBuilder()
                                .setListValue(ListValue.newBuilder().addAllValues(elements))
                                .build();
            }
            default -> value;
        };
    }
}
