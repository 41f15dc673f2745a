package io.millrace.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a body of text is to the agent or person who asks: a document, a memory or a skill. */
public enum Kind {
    DOCUMENT,
    MEMORY,
    SKILL;

    /** The kind's name in JSON and payloads: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Throws {@link IllegalArgumentException} naming what was given and what is allowed. */
    public static Kind fromWireName(String name) {
        for (Kind kind : values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind must be one of %s, got '%s'"
                .formatted(Arrays.stream(values()).map(Kind::wireName).collect(Collectors.joining(", ")), name));
    }
}
