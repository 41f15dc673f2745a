package io.millrace.index;

import java.util.Locale;

/** The type of a payload field that can be filtered on. */
public enum FieldType {
    KEYWORD,
    INTEGER,
    FLOAT,
    BOOL,
    DATETIME,
    TEXT;

    /** The name in configuration and messages: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
