package io.millrace.job.config.bind;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes records of a tree. Goes on after a problem, so that all of them are found. */
final class Binder {
    // What a component is bound to when it has a problem: null is a value.
    private static final Object FAILED = new Object();

    private final Class<?> root;
    private final Problems problems;
    private final ValueBinder values;
    private final UnknownKey unknownKey;

    Binder(Class<?> root, Placeholders placeholders, Problems problems) {
        this.root = root;
        this.problems = problems;
        this.values = new ValueBinder(placeholders, problems);
        this.unknownKey = new UnknownKey(root);
    }

    /** The root record, or null when there were problems. */
    @Nullable
    Object bind(Node.Mapping tree) {
        Object bound = section(root, "", tree, tree);
        return bound == FAILED ? null : bound;
    }

    private Object section(Class<?> record, String prefix, Node.Mapping mapping, Node.Mapping tree) {
        List<Component> components = Component.of(record, prefix);
        boolean failed = reportUnknown(prefix, mapping, components);
        @Nullable Object[] arguments = new Object[components.size()];
        for (int index = 0; index < arguments.length; index++) {
            Component component = components.get(index);
            Node node = mapping.entries().get(component.name());
            arguments[index] = component.isSection()
                    ? nested(component, node, mapping.where(), tree)
                    : values.bind(component, node, mapping.where(), FAILED);
            failed |= arguments[index] == FAILED;
        }
        return failed ? FAILED : construct(record, arguments, tree);
    }

    private Object nested(Component component, @Nullable Node node, String parent, Node.Mapping tree) {
        if (node instanceof Node.Mapping mapping) {
            return section(component.type(), component.key(), mapping, tree);
        }
        if (node == null || (node instanceof Node.Scalar scalar && scalar.text() == null)) {
            String where = node == null ? parent : node.where();
            return section(component.type(), component.key(), new Node.Mapping(where, new LinkedHashMap<>()), tree);
        }
        if (!(node instanceof Node.Broken)) {
            problems.add(
                    node.where(),
                    component.key(),
                    "'%s' must hold settings (%s), got %s".formatted(component.key(), names(component), node.kind()));
        }
        return FAILED;
    }

    private boolean reportUnknown(String prefix, Node.Mapping mapping, List<Component> components) {
        List<String> known = components.stream().map(Component::name).toList();
        int before = problems.count();
        for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                problems.add(
                        entry.getValue().where(),
                        Component.join(prefix, entry.getKey()),
                        unknownKey.message(prefix, entry.getKey(), components));
            }
        }
        return problems.count() > before;
    }

    private Object construct(Class<?> record, @Nullable Object[] arguments, Node.Mapping tree) {
        Class<?>[] types = Stream.of(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = record.getConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigurationException refused) {
                refused.problems().forEach(problem -> problems.add(problem.at(where(problem.key(), tree))));
                return FAILED;
            }
            throw new IllegalStateException(record + " can't be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record + " must be public, with its record's own constructor", e);
        }
    }

    // Where a key was written, or where the nearest section around it was.
    private static @Nullable String where(@Nullable String key, Node.Mapping tree) {
        Node node = tree;
        for (String name : key == null ? new String[0] : key.split("\\.")) {
            Node child =
                    node instanceof Node.Mapping mapping ? mapping.entries().get(name) : null;
            if (child == null) {
                break;
            }
            node = child;
        }
        return node.where();
    }

    private static String names(Component section) {
        return String.join(
                ", ",
                Component.of(section.type(), section.key()).stream()
                        .map(Component::name)
                        .toList());
    }
}
