package io.millrace.chunk.code;

import java.util.Arrays;

/** A text's lines, by number from 0. Immutable. */
final class SourceLines {
    private static final int TAB = 4;

    private final String text;
    /** Where each line starts, and after them the text's length. */
    private final int[] starts;

    SourceLines(String text) {
        this.text = text;
        int[] found = new int[64];
        int count = 1;
        for (int newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', newline + 1)) {
            if (count + 1 >= found.length) {
                found = Arrays.copyOf(found, found.length * 2);
            }
            found[count++] = newline + 1;
        }
        found[count] = text.length();
        starts = Arrays.copyOf(found, count + 1);
    }

    int count() {
        return starts.length - 1;
    }

    /** Offset of a line's first unit; of the number after the last line, the text's length. */
    int start(int line) {
        return starts[line];
    }

    /** The line that holds the offset. */
    int lineOf(int offset) {
        int found = Arrays.binarySearch(starts, 0, count(), offset);
        return found >= 0 ? found : -found - 2;
    }

    /** The characters of whole lines, the line ends with them. */
    int length(int from, int to) {
        return starts[to] - starts[from];
    }

    String text(int from, int to) {
        return text.substring(starts[from], starts[to]);
    }

    /** A line's first characters. */
    String head(int line, int length) {
        return text.substring(starts[line], Math.min(starts[line + 1], starts[line] + length));
    }

    boolean isBlank(int line) {
        return firstNonSpace(line) == starts[line + 1];
    }

    boolean areBlank(int from, int to) {
        for (int line = from; line < to; line++) {
            if (!isBlank(line)) {
                return false;
            }
        }
        return true;
    }

    /** The columns before a line's first character, a tab counted to the next of its stops. */
    int indentation(int line) {
        int columns = 0;
        int end = firstNonSpace(line);
        for (int i = starts[line]; i < end; i++) {
            columns += text.charAt(i) == '\t' ? TAB - columns % TAB : 1;
        }
        return columns;
    }

    /** Whether the line's first characters, white space apart, are these. */
    boolean beginsWith(int line, String prefix) {
        int first = firstNonSpace(line);
        return first + prefix.length() <= starts[line + 1] && text.startsWith(prefix, first);
    }

    boolean endsWith(int line, String suffix) {
        int end = starts[line + 1];
        while (end > starts[line] && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end - suffix.length() >= starts[line] && text.startsWith(suffix, end - suffix.length());
    }

    private int firstNonSpace(int line) {
        int i = starts[line];
        while (i < starts[line + 1] && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
