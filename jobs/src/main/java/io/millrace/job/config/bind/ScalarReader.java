package io.millrace.job.config.bind;

import org.jspecify.annotations.Nullable;

/** Reads single values, and says what is wrong with them without showing a secret. */
final class ScalarReader {
    private static final int SHOWN_CHARACTERS = 80;

    private final Placeholders placeholders;
    private final Problems problems;

    ScalarReader(Placeholders placeholders, Problems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** The value of a setting; null when nothing is written and it may be null, or when there was a problem. */
    @Nullable
    Object read(Component component, Node node) {
        if (node instanceof Node.Scalar scalar && scalar.text() == null && component.nullable()) {
            return null;
        }
        return element(component, component.key(), node);
    }

    /** The value of a setting, or of one element of its list or map; null when there was a problem. */
    @Nullable
    Object element(Component component, String key, Node node) {
        if (node instanceof Node.Broken) {
            return null;
        }
        if (!(node instanceof Node.Scalar scalar)) {
            String names = component.isMap() ? "; write a name with dots on one line" : "";
            refuse(key, node, "%s must be %s, got %s%s".formatted(key, allowed(component), node.kind(), names));
            return null;
        }
        String written = scalar.text();
        if (written == null) {
            String otherwise = component.defaultText() == null ? "" : "; without the line it is the default";
            refuse(key, node, "%s has no value: it must be %s%s".formatted(key, allowed(component), otherwise));
            return null;
        }
        String text = placeholders.fillIn(key, node.where(), written);
        return text == null ? null : parse(component, key, node, written, text);
    }

    private @Nullable Object parse(Component component, String key, Node node, String written, String text) {
        boolean emptyAllowed = component.element() != null || component.orEmpty();
        if (text.isEmpty() && !emptyAllowed) {
            String source = written.isEmpty() ? "" : ", since " + written + " is";
            refuse(key, node, "%s is empty%s; it must be %s".formatted(key, source, allowed(component)));
            return null;
        }
        try {
            Object value = component.valueType().parse(text);
            Range range = Range.of(component);
            if (range.contains(value)) {
                return value;
            }
            refuse(key, node, "%s must be %s, got %s".formatted(key, range.inWords(), shown(written)));
        } catch (IllegalArgumentException e) {
            String allowed = allowed(component);
            refuse(
                    key,
                    node,
                    "%s must be %s, got %s%s".formatted(key, allowed, shown(written), meant(component, written)));
        }
        return null;
    }

    private void refuse(String key, Node node, String message) {
        problems.add(node.where(), key, message);
    }

    private static String allowed(Component component) {
        String range = Range.of(component).inWords();
        String expected = component.valueType().expected();
        return range == null ? expected : expected + ", " + range;
    }

    private static String meant(Component component, String written) {
        String meant = NearestName.to(written, component.valueType().names());
        return meant == null ? "" : ". Did you mean '%s'?".formatted(meant);
    }

    // What comes from outside the file may be a secret in the wrong place, and so may a URL's user and password.
    private static String shown(String written) {
        if (Placeholders.refersOutside(written)) {
            return "'%s', whose value isn't shown".formatted(written);
        }
        String masked = written.replaceAll("//[^/]*@", "//***@");
        return "'%s'"
                .formatted(masked.length() <= SHOWN_CHARACTERS ? masked : masked.substring(0, SHOWN_CHARACTERS) + "…");
    }
}
