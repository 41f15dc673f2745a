package io.millrace.job.config.bind;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what was probably meant by a key that no record declares. */
final class UnknownKey {
    private final Class<?> root;

    UnknownKey(Class<?> root) {
        this.root = root;
    }

    /**
     * The message for a key.
     *
     * @param parent the key of the section that it was written in, or empty at the top
     * @param name what was written
     * @param siblings what that section knows
     */
    String message(String parent, String name, List<Component> siblings) {
        String key = Component.join(parent, name);
        String known = siblings.stream().map(Component::name).sorted().collect(Collectors.joining(", "));
        return "Unknown key '%s'. %sKnown %s: %s"
                .formatted(
                        key,
                        suggestion(key, name, siblings),
                        parent.isEmpty() ? "at the top" : "under '" + parent + "'",
                        known);
    }

    private String suggestion(String key, String name, List<Component> siblings) {
        List<String> all = Component.settings(root, "").map(Component::key).toList();
        if (name.contains(".") && all.contains(key)) {
            int end = key.lastIndexOf('.');
            return "Keys are nested in a file: put '%s' under '%s:'. "
                    .formatted(key.substring(end + 1), key.substring(0, end));
        }
        String meant = NearestName.to(key, siblings.stream().map(Component::key).toList());
        if (meant == null) {
            meant = sameNameElsewhere(name, all);
        }
        if (meant == null) {
            meant = NearestName.to(key, all);
        }
        return meant == null ? "" : "Did you mean '%s'? ".formatted(meant);
    }

    private static @Nullable String sameNameElsewhere(String name, List<String> all) {
        String plain = NearestName.plain(name);
        return all.stream()
                .filter(key -> NearestName.plain(key.substring(key.lastIndexOf('.') + 1))
                        .equals(plain))
                .findFirst()
                .orElse(null);
    }
}
