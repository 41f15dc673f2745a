package io.millrace.embedded.qdrant.payload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@link PayloadPath}, one character at a time. */
final class PathParser {

    private static final int MOST_INDEX_DIGITS = 9;

    private final String text;
    private int next;

    PathParser(String text) {
        this.text = text;
    }

    /** Whether a key can stand in a path without quotes. */
    static boolean isPlain(String key) {
        return !key.isEmpty() && key.codePoints().allMatch(PathParser::isPlain);
    }

    private static boolean isPlain(int character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '-';
    }

    /** The steps, or null when the text is not a path. */
    @Nullable
    List<PayloadPath.Step> steps() {
        List<PayloadPath.Step> steps = new ArrayList<>();
        String first = key();
        if (first == null) {
            return null;
        }
        steps.add(new PayloadPath.Key(first));
        while (next < text.length()) {
            PayloadPath.Step step = step();
            if (step == null) {
                return null;
            }
            steps.add(step);
        }
        return steps;
    }

    private PayloadPath.@Nullable Step step() {
        if (text.charAt(next) == '.') {
            next++;
            String key = key();
            return key == null ? null : new PayloadPath.Key(key);
        }
        if (text.charAt(next) != '[') {
            return null;
        }
        int end = text.indexOf(']', next);
        if (end < 0) {
            return null;
        }
        String position = text.substring(next + 1, end);
        next = end + 1;
        if (position.isEmpty()) {
            return new PayloadPath.Every();
        }
        if (position.length() > MOST_INDEX_DIGITS || !position.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return new PayloadPath.At(Integer.parseInt(position));
    }

    private @Nullable String key() {
        if (next < text.length() && text.charAt(next) == '"') {
            int end = text.indexOf('"', next + 1);
            if (end < 0) {
                return null;
            }
            String key = text.substring(next + 1, end);
            next = end + 1;
            return key;
        }
        int start = next;
        while (next < text.length() && isPlain(text.codePointAt(next))) {
            next += Character.charCount(text.codePointAt(next));
        }
        return next == start ? null : text.substring(start, next);
    }
}
