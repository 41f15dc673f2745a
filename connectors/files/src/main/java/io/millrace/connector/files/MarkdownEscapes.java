package io.millrace.connector.files;

import java.util.regex.Pattern;

/** Keeps text from being taken for mark-up, but only where that would change the text around it. */
final class MarkdownEscapes {
    private static final Pattern STRUCTURE = Pattern.compile("(?m)^(#{1,6}(?=[ \\n]|$)|`{3}|~{3})");

    private MarkdownEscapes() {}

    /** A line that would be a heading, or open a code block that swallows all that follows, gets a backslash. */
    static String paragraph(String text) {
        return STRUCTURE.matcher(text).replaceAll("\\\\$1");
    }
}
