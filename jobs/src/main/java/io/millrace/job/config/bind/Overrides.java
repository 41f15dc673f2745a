package io.millrace.job.config.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes {@code KEY=VALUE} pairs into a tree. A value is text as it stands; one that begins with a quote or a bracket
 * is read as YAML, so that {@code files.include=["*.md"]} is a list. After a key that holds a map, all of the rest is
 * the map's own key: {@code qdrant.fields.metadata.year=integer}.
 */
final class Overrides {
    static final String WHERE = "--set";

    private static final Pattern PAIR = Pattern.compile("([^=]+)=(.*)", Pattern.DOTALL);
    private static final Pattern KEY_AT_START = Pattern.compile("[A-Za-z0-9._-]*");

    private final Class<?> root;
    private final Problems problems;

    Overrides(Class<?> root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    void apply(List<String> pairs, Node.Mapping tree) {
        for (String pair : pairs) {
            Matcher matcher = PAIR.matcher(pair);
            if (matcher.matches()) {
                String key = matcher.group(1).strip();
                write(tree, root, "", key, value(key, matcher.group(2)));
            } else {
                problems.add(WHERE, null, "An override must be KEY=VALUE, got '%s'".formatted(keyAtStart(pair)));
            }
        }
    }

    private void write(Node.Mapping mapping, Class<?> section, String prefix, String path, Node value) {
        List<Component> components = Component.of(section, prefix);
        String name = path.split("\\.", 2)[0];
        String rest = path.substring(Math.min(path.length(), name.length() + 1));
        Component component = components.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElse(null);
        if (component == null || (!rest.isEmpty() && !component.isMap() && !component.isSection())) {
            problems.add(WHERE, Component.join(prefix, path), new UnknownKey(root).message(prefix, path, components));
            return;
        }
        if (rest.isEmpty()) {
            mapping.entries().put(name, value);
            return;
        }
        Node child = mapping.entries().get(name);
        if (child == null || (child instanceof Node.Scalar scalar && scalar.text() == null)) {
            child = new Node.Mapping(WHERE, new LinkedHashMap<>());
            mapping.entries().put(name, child);
        }
        if (!(child instanceof Node.Mapping inner)) {
            return; // The binder says what is wrong with it.
        }
        if (component.isMap()) {
            inner.entries().put(rest, value);
            return;
        }
        write(inner, component.type(), component.key(), rest, value);
    }

    private Node value(String key, String text) {
        if (!text.isEmpty() && "\"'[{".indexOf(text.charAt(0)) >= 0) {
            Node read = new YamlTree(WHERE + " " + key, problems).read(text);
            return read == null ? new Node.Broken(WHERE) : read;
        }
        boolean nothing = text.isEmpty() || text.equals("null") || text.equals("~");
        return new Node.Scalar(WHERE, nothing ? null : text);
    }

    // What follows may be a secret.
    private static String keyAtStart(String pair) {
        Matcher matcher = KEY_AT_START.matcher(pair);
        return matcher.lookingAt() ? matcher.group() : "";
    }
}
