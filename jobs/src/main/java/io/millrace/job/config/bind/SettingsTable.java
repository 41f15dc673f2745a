package io.millrace.job.config.bind;

import java.util.stream.Collectors;

/** The documentation of a configuration's settings: a Markdown table for each section. */
public final class SettingsTable {
    private SettingsTable() {}

    /** The tables of a root record, in its order. */
    public static String of(Class<? extends Record> root) {
        return Component.of(root, "").stream().map(SettingsTable::section).collect(Collectors.joining());
    }

    private static String section(Component section) {
        String rows = Component.settings(section.type(), section.key())
                .map(SettingsTable::row)
                .collect(Collectors.joining());
        return "\n### %s\n\n%s\n\n| Key | Type | Default | What it is |\n|---|---|---|---|\n%s\n"
                .formatted(section.key(), section.setting().doc(), rows)
                .replaceAll("\n\n\\z", "\n");
    }

    private static String row(Component setting) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.key(),
                        type(setting),
                        byDefault(setting),
                        setting.setting().doc());
    }

    private static String type(Component setting) {
        ValueType type = setting.valueType();
        if (setting.isList()) {
            return "list of " + type.name();
        }
        if (setting.isMap()) {
            return "map to " + (type.names().isEmpty() ? type.name() : "types");
        }
        String name = type.names().isEmpty()
                ? type.name()
                : type.names().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
        String range = Range.of(setting).inWords();
        return range == null ? name : name + ", " + range;
    }

    private static String byDefault(Component setting) {
        String text = setting.defaultText();
        if (text != null) {
            return text.isEmpty() ? "empty" : "`" + text + "`";
        }
        if (setting.isList() || setting.isMap()) {
            return "empty";
        }
        return setting.nullable() ? "unset" : "**required**";
    }
}
