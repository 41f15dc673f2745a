package io.millrace.chunk;

import org.jspecify.annotations.Nullable;

/**
 * A Markdown heading on a line of its own: {@code ## Title ##} (CommonMark 0.31, section 4.2).
 *
 * @param level from 1 to 6
 * @param title without the marks and the white space around it; may be empty
 */
record AtxHeading(int level, String title) {
    private static final int MAX_LEVEL = 6;
    private static final int MAX_INDENT = 3;

    /** The heading that a line is, or null when it is none. */
    static @Nullable AtxHeading of(String text, int start, int end) {
        int from = start;
        while (from < end && text.charAt(from) == ' ') {
            from++;
        }
        int content = from;
        while (content < end && text.charAt(content) == '#') {
            content++;
        }
        int level = content - from;
        if (from - start > MAX_INDENT || level < 1 || level > MAX_LEVEL) {
            return null;
        }
        if (content < end && !isSpace(text.charAt(content))) {
            return null;
        }
        return new AtxHeading(level, withoutClosing(text.substring(content, end).strip()));
    }

    private static String withoutClosing(String title) {
        int last = title.length();
        while (last > 0 && title.charAt(last - 1) == '#') {
            last--;
        }
        boolean closes = last == 0 || isSpace(title.charAt(last - 1));
        return closes ? title.substring(0, last).strip() : title;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
