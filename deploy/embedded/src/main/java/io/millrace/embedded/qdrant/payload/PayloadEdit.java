package io.millrace.embedded.qdrant.payload;

import io.qdrant.client.grpc.JsonWithInt.ListValue;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merging into and removing from payloads. Nothing is changed in place: each edit returns a new value. */
public final class PayloadEdit {

    private PayloadEdit() {}

    /** The payload with the top-level keys of a change put over its own; a null value removes its key. */
    public static Map<String, Value> merge(Map<String, Value> payload, Map<String, Value> change) {
        Map<String, Value> merged = new HashMap<>(payload);
        change.forEach((key, value) -> {
            if (Values.isNull(value)) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** The payload with a change merged into the struct at a path; structs that are missing on the way are made. */
    public static Map<String, Value> mergeAt(Map<String, Value> payload, PayloadPath path, Map<String, Value> change) {
        return mergeInStruct(payload, path.steps(), 0, change);
    }

    private static Map<String, Value> mergeInStruct(
            Map<String, Value> fields, List<PayloadPath.Step> steps, int depth, Map<String, Value> change) {
        String key = ((PayloadPath.Key) steps.get(depth)).name();
        Map<String, Value> merged = new HashMap<>(fields);
        merged.put(key, mergeInValue(fields.get(key), steps, depth + 1, change));
        return merged;
    }

    private static Value mergeInValue(
            @Nullable Value value, List<PayloadPath.Step> steps, int depth, Map<String, Value> change) {
        if (depth == steps.size()) {
            return struct(merge(fieldsOf(value), change));
        }
        PayloadPath.Step step = steps.get(depth);
        if (step instanceof PayloadPath.Key) {
            return struct(mergeInStruct(fieldsOf(value), steps, depth, change));
        }
        ListValue.Builder list = ListValue.newBuilder();
        if (value != null && value.hasListValue()) {
            List<Value> elements = value.getListValue().getValuesList();
            for (int i = 0; i < elements.size(); i++) {
                boolean chosen = !(step instanceof PayloadPath.At at) || at.position() == i;
                list.addValues(chosen ? mergeInValue(elements.get(i), steps, depth + 1, change) : elements.get(i));
            }
        }
        return Value.newBuilder().setListValue(list).build();
    }

    /** The payload without what a path reaches. A single list position is not removed, and {@code []} empties a list. */
    public static Map<String, Value> remove(Map<String, Value> payload, PayloadPath path) {
        return removeInStruct(payload, path.steps(), 0);
    }

    private static Map<String, Value> removeInStruct(
            Map<String, Value> fields, List<PayloadPath.Step> steps, int depth) {
        String key = ((PayloadPath.Key) steps.get(depth)).name();
        Value value = fields.get(key);
        if (value == null) {
            return fields;
        }
        Map<String, Value> rest = new HashMap<>(fields);
        if (depth == steps.size() - 1) {
            rest.remove(key);
        } else {
            rest.put(key, removeInValue(value, steps, depth + 1));
        }
        return rest;
    }

    private static Value removeInValue(Value value, List<PayloadPath.Step> steps, int depth) {
        PayloadPath.Step step = steps.get(depth);
        if (step instanceof PayloadPath.Key) {
            return value.hasStructValue()
                    ? struct(removeInStruct(value.getStructValue().getFieldsMap(), steps, depth))
                    : value;
        }
        boolean last = depth == steps.size() - 1;
        if (!value.hasListValue() || (last && step instanceof PayloadPath.At)) {
            return value;
        }
        ListValue.Builder list = ListValue.newBuilder();
        List<Value> elements = last ? List.of() : value.getListValue().getValuesList();
        for (int i = 0; i < elements.size(); i++) {
            boolean chosen = !(step instanceof PayloadPath.At at) || at.position() == i;
            list.addValues(chosen ? removeInValue(elements.get(i), steps, depth + 1) : elements.get(i));
        }
        return Value.newBuilder().setListValue(list).build();
    }

    private static Map<String, Value> fieldsOf(@Nullable Value value) {
        return value != null && value.hasStructValue() ? value.getStructValue().getFieldsMap() : Map.of();
    }

    private static Value struct(Map<String, Value> fields) {
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder().putAllFields(fields))
                .build();
    }
}
