package io.millrace.retrieve;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What chunks are found by. */
public enum SearchMode {
    /** Both, where the collection can and no least score is asked for, which is one of similarity; else the vector. */
    AUTO,
    /** By the question's vector. */
    DENSE,
    /** By the question's words. */
    SPARSE,
    /** By both, blended by their ranks. */
    HYBRID;

    /** The name in JSON: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of that name, or null. */
    public static @Nullable SearchMode ofWireName(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Every mode's name, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(SearchMode::wireName).collect(Collectors.joining(", "));
    }
}
