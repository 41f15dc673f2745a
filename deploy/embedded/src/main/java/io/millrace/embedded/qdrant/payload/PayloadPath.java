package io.millrace.embedded.qdrant.payload;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a payload: {@code a.b}, {@code a[].b} (every element of the list), {@code a[0]}, {@code "a.b".c} (a key
 * with a dot in it). A list is entered only by {@code []} or an index; a plain key never looks into one.
 *
 * @param steps keys and list positions, the first always a key
 */
public record PayloadPath(List<Step> steps) {

    /** One step: a key of a struct, every element of a list, or one element of a list. */
    public sealed interface Step permits Key, Every, At {}

    /** The value under a key of a struct. */
    public record Key(String name) implements Step {}

    /** Every element of a list. */
    public record Every() implements Step {}

    /** The element of a list at a position, counted from 0. */
    public record At(int position) implements Step {}

    public PayloadPath {
        steps = List.copyOf(steps);
    }

    /** Reads a path, or refuses it with the message that Qdrant gives. */
    public static PayloadPath parse(String text) {
        List<Step> steps = new PathParser(text).steps();
        if (steps == null) {
            throw StoreException.invalid("Invalid json path: '%s'".formatted(text));
        }
        return new PayloadPath(steps);
    }

    /** The values that this path reaches, in payload order; a list at its end is one value. */
    public List<Value> valuesIn(Map<String, Value> payload) {
        List<Value> found = new ArrayList<>(1);
        collect(payload.get(((Key) steps.get(0)).name()), 1, found);
        return found;
    }

    private void collect(@Nullable Value value, int depth, List<Value> found) {
        if (value == null) {
            return;
        }
        if (depth == steps.size()) {
            found.add(value);
            return;
        }
        Step step = steps.get(depth);
        if (step instanceof Key key && value.hasStructValue()) {
            collect(value.getStructValue().getFieldsMap().get(key.name()), depth + 1, found);
        } else if (step instanceof At at && value.hasListValue()) {
            List<Value> elements = value.getListValue().getValuesList();
            if (at.position() < elements.size()) {
                collect(elements.get(at.position()), depth + 1, found);
            }
        } else if (step instanceof Every && value.hasListValue()) {
            for (Value element : value.getListValue().getValuesList()) {
                collect(element, depth + 1, found);
            }
        }
    }

    /** This path with {@code []} at its end, unless it is there. */
    public PayloadPath everyElement() {
        if (steps.get(steps.size() - 1) instanceof Every) {
            return this;
        }
        List<Step> longer = new ArrayList<>(steps);
        longer.add(new Every());
        return new PayloadPath(longer);
    }

    /** This path followed by another. */
    public PayloadPath then(PayloadPath next) {
        List<Step> longer = new ArrayList<>(steps);
        longer.addAll(next.steps);
        return new PayloadPath(longer);
    }

    /** Whether a list position is named, which the term index does not know. */
    public boolean namesPosition() {
        return steps.stream().anyMatch(At.class::isInstance);
    }

    /** The spelling under which values are indexed: positions become {@code []}, odd keys are quoted. */
    public String canonical() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Key key) {
                appendKey(text, key.name());
            } else {
                text.append("[]");
            }
        }
        return text.toString();
    }

    /** The canonical spelling of a key below a parent path. */
    static String below(String parent, String key) {
        StringBuilder text = new StringBuilder(parent);
        appendKey(text, key);
        return text.toString();
    }

    private static void appendKey(StringBuilder text, String key) {
        if (!text.isEmpty()) {
            text.append('.');
        }
        if (PathParser.isPlain(key)) {
            text.append(key);
        } else {
            text.append('"').append(key).append('"');
        }
    }
}
