package io.millrace.job.config.bind;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the values of settings: single ones, lists and maps. */
final class ValueBinder {
    private final Problems problems;
    private final ScalarReader scalars;

    ValueBinder(Placeholders placeholders, Problems problems) {
        this.problems = problems;
        this.scalars = new ScalarReader(placeholders, problems);
    }

    /**
     * A setting's value.
     *
     * @param node what was written for it, or null
     * @param section where its section is
     * @param failed what to return when there was a problem
     */
    @Nullable
    Object bind(Component component, @Nullable Node node, String section, Object failed) {
        int before = problems.count();
        Object value = node instanceof Node.Broken ? failed : value(component, node, section);
        return problems.count() == before ? value : failed;
    }

    private @Nullable Object value(Component component, @Nullable Node node, String section) {
        if (component.isList()) {
            return list(component, node);
        }
        if (component.isMap()) {
            return map(component, node);
        }
        if (node == null) {
            return unwritten(component, section);
        }
        return scalars.read(component, node);
    }

    private @Nullable Object unwritten(Component component, String section) {
        String text = component.defaultText();
        if (text != null) {
            return component.valueType().parse(text);
        }
        if (!component.nullable()) {
            String key = component.key();
            problems.add(
                    section,
                    key,
                    "%s is missing: %s Set it in the file or with --set %s=…"
                            .formatted(key, component.setting().doc(), key));
        }
        return null;
    }

    private List<Object> list(Component component, @Nullable Node node) {
        List<Object> list = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                Object value = scalars.element(component, component.key(), item);
                if (value != null) {
                    list.add(value);
                }
            }
        } else if (node != null && !isNothing(node)) {
            problems.add(
                    node.where(),
                    component.key(),
                    "%s must be a list, such as [\"a\", \"b\"], got %s".formatted(component.key(), node.kind()));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, Object> map(Component component, @Nullable Node node) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> {
                Object value = scalars.element(component, Component.join(component.key(), name), entry);
                if (value != null) {
                    map.put(name, value);
                }
            });
        } else if (node != null && !isNothing(node)) {
            problems.add(
                    node.where(),
                    component.key(),
                    "%s must be a mapping of names to values (%s), got %s"
                            .formatted(component.key(), component.valueType().name(), node.kind()));
        }
        return Collections.unmodifiableMap(map);
    }

    private static boolean isNothing(Node node) {
        return node instanceof Node.Scalar scalar && scalar.text() == null;
    }
}
