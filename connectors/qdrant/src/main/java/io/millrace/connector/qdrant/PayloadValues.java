package io.millrace.connector.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as Qdrant's payload values and back: integers of 64 bits and doubles stay apart. */
final class PayloadValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PayloadValues() {}

    /** An integer beyond 64 bits becomes a double: Qdrant has nothing wider. */
    static Value of(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> ValueFactory.value(node.textValue());
            case BOOLEAN -> ValueFactory.value(node.booleanValue());
            case NUMBER ->
                node.isIntegralNumber() && node.canConvertToLong()
                        ? ValueFactory.value(node.longValue())
                        : ValueFactory.value(node.doubleValue());
            case ARRAY -> list(node);
            case OBJECT -> struct(node);
            case NULL, MISSING, BINARY, POJO -> ValueFactory.nullValue();
        };
    }

    static Value texts(List<String> texts) {
        return ValueFactory.list(texts.stream().map(ValueFactory::value).toList());
    }

    static JsonNode toJson(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> JSON.textNode(value.getStringValue());
            case BOOL_VALUE -> JSON.booleanNode(value.getBoolValue());
            case INTEGER_VALUE -> integer(value.getIntegerValue());
            case DOUBLE_VALUE -> JSON.numberNode(value.getDoubleValue());
            case LIST_VALUE -> {
                ArrayNode array = JSON.arrayNode();
                value.getListValue().getValuesList().forEach(element -> array.add(toJson(element)));
                yield array;
            }
            case STRUCT_VALUE -> toJson(value.getStructValue().getFieldsMap());
            case NULL_VALUE, KIND_NOT_SET -> JSON.nullNode();
        };
    }

    private static ObjectNode toJson(Map<String, Value> fields) {
        ObjectNode object = JSON.objectNode();
        new TreeMap<>(fields).forEach((name, value) -> object.set(name, toJson(value)));
        return object;
    }

    /** The node that Jackson reads from JSON text: an int where it fits. Nodes of other widths aren't equal to it. */
    private static JsonNode integer(long value) {
        return value == (int) value ? JSON.numberNode((int) value) : JSON.numberNode(value);
    }

    private static Value list(JsonNode array) {
        List<Value> values = new ArrayList<>(array.size());
        array.forEach(element -> values.add(of(element)));
        return ValueFactory.list(values);
    }

    private static Value struct(JsonNode object) {
        Struct.Builder struct = Struct.newBuilder();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            struct.putFields(field.getKey(), of(field.getValue()));
        }
        return Value.newBuilder().setStructValue(struct).build();
    }
}
