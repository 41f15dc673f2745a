package io.millrace.embedded.qdrant.engine;

import io.qdrant.client.grpc.JsonWithInt.ListValue;
import io.qdrant.client.grpc.JsonWithInt.NullValue;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;

/** Short spellings of payload values. */
final class Json {

    private Json() {}

    static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    static Value number(long number) {
        return Value.newBuilder().setIntegerValue(number).build();
    }

    static Value decimal(double number) {
        return Value.newBuilder().setDoubleValue(number).build();
    }

    static Value bool(boolean value) {
        return Value.newBuilder().setBoolValue(value).build();
    }

    static Value nothing() {
        return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
    }

    static Value list(Value... elements) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(List.of(elements)))
                .build();
    }

    static Value struct(Map<String, Value> fields) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder().putAllFields(fields))
                .build();
    }
}
