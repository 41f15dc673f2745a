package io.millrace.embedded.qdrant.payload;

import io.qdrant.client.grpc.JsonWithInt.ListValue;
import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which parts of a payload an answer carries. */
public sealed interface PayloadSelection {

    /** The chosen part of a payload. */
    Map<String, Value> of(Map<String, Value> payload);

    /** Whether a payload has to be read at all. */
    default boolean any() {
        return true;
    }

    /** What a request asks for; {@code absent} is what the absence of the field means for its method. */
    static PayloadSelection from(WithPayloadSelector selector, boolean absent) {
        return switch (selector.getSelectorOptionsCase()) {
            case ENABLE -> selector.getEnable() ? new Whole() : new None();
            case INCLUDE -> new Include(paths(selector.getInclude().getFieldsList()));
            case EXCLUDE -> new Exclude(paths(selector.getExclude().getFieldsList()));
            case SELECTOROPTIONS_NOT_SET -> absent ? new Whole() : new None();
        };
    }

    private static List<PayloadPath> paths(List<String> fields) {
        return fields.stream().map(PayloadPath::parse).toList();
    }

    record Whole() implements PayloadSelection {
        @Override
        public Map<String, Value> of(Map<String, Value> payload) {
            return payload;
        }
    }

    record None() implements PayloadSelection {
        @Override
        public Map<String, Value> of(Map<String, Value> payload) {
            return Map.of();
        }

        @Override
        public boolean any() {
            return false;
        }
    }

    /** What the paths reach, with the structs and lists that lead there. */
    record Include(List<PayloadPath> paths) implements PayloadSelection {
        @Override
        public Map<String, Value> of(Map<String, Value> payload) {
            return Pruning.prune(
                    payload,
                    place -> paths.stream()
                            .anyMatch(path ->
                                    Pruning.isPrefix(place, path.steps()) || Pruning.isPrefix(path.steps(), place)));
        }
    }

    /** All but what the paths reach. */
    record Exclude(List<PayloadPath> paths) implements PayloadSelection {
        @Override
        public Map<String, Value> of(Map<String, Value> payload) {
            return Pruning.prune(
                    payload, place -> paths.stream().noneMatch(path -> Pruning.isPrefix(path.steps(), place)));
        }
    }

    /** Walks a payload and keeps the places that a rule keeps. */
    final class Pruning {

        /** Whether the value at a place, and then each value below it, is kept. */
        interface Rule {
            boolean keeps(List<PayloadPath.Step> place);
        }

        private Pruning() {}

        static boolean isPrefix(List<PayloadPath.Step> prefix, List<PayloadPath.Step> steps) {
            return prefix.size() <= steps.size()
                    && steps.subList(0, prefix.size()).equals(prefix);
        }

        static Map<String, Value> prune(Map<String, Value> payload, Rule rule) {
            return pruneFields(payload, new ArrayList<>(), rule);
        }

        private static Map<String, Value> pruneFields(
                Map<String, Value> fields, List<PayloadPath.Step> place, Rule rule) {
            Map<String, Value> kept = new HashMap<>();
            fields.forEach((key, value) -> {
                place.add(new PayloadPath.Key(key));
                if (rule.keeps(place)) {
                    kept.put(key, pruneValue(value, place, rule));
                }
                place.remove(place.size() - 1);
            });
            return kept;
        }

        private static Value pruneValue(Value value, List<PayloadPath.Step> place, Rule rule) {
            if (value.hasStructValue()) {
                Map<String, Value> fields = pruneFields(value.getStructValue().getFieldsMap(), place, rule);
                return Value.newBuilder()
                        .setStructValue(Struct.newBuilder().putAllFields(fields))
                        .build();
            }
            if (!value.hasListValue()) {
                return value;
            }
            ListValue.Builder list = ListValue.newBuilder();
            place.add(new PayloadPath.Every());
            for (Value element : value.getListValue().getValuesList()) {
                if (rule.keeps(place)) {
                    list.addValues(pruneValue(element, place, rule));
                }
            }
            place.remove(place.size() - 1);
            return Value.newBuilder().setListValue(list).build();
        }
    }
}
