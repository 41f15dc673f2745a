package io.millrace.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sentence boundaries. The rules are those of UAX #29 in short, with what they leave open: a full stop after an
 * initial, a common abbreviation or a list item's number ends no sentence, and in a sentence that itself begins with a
 * lower-case letter, a full stop ends it before a lower-case letter too. Where a sentence ends depends on it and on the
 * few characters after it alone.
 */
public final class Sentences {
    private static final String STOPS = ".\u2024\uFE52";
    private static final String ENDS =
            "!?\u2026\u203C\u203D\u2047\u2048\u2049\u0589\u061F\u06D4\u0964\u0965\u1362\u1367"
                    + "\u1368\u104A\u104B\u17D4\u17D5\u1803\u1809";
    /** After these, no space is needed. */
    private static final String WIDE_ENDS = "\u3002\uFF0E\uFF01\uFF1F\uFF61\uFE56\uFE57";

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "hon", "gen", "col", "lt", "capt", "sgt", "vs",
            "etc", "cf", "al", "approx", "fig", "figs", "eq", "eqs", "no", "nos", "vol", "vols", "pp", "ed", "eds",
            "inc", "ltd", "corp", "co", "dept", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
            "oct", "nov", "dec", "bzw", "usw", "nr", "ca", "mme", "mlle");
    private static final int LONGEST_ABBREVIATION = 6;

    private final String text;
    private final int end;

    private Sentences(String text, int end) {
        this.text = text;
        this.end = end;
    }

    /** The sentences of a region, white space around each left out; together they hold all that isn't white space. */
    public static List<Span> in(String text, int start, int end) {
        List<Span> spans = new ArrayList<>();
        each(text, start, end, spans::add);
        return spans;
    }

    /** As {@link #in}, handing each over as it is found. */
    static void each(String text, int start, int end, Consumer<Span> out) {
        Sentences sentences = new Sentences(text, end);
        int from = sentences.skipSpace(start);
        while (from < end) {
            int to = sentences.endOf(from);
            out.accept(new Span(from, sentences.trimmed(from, to)));
            from = sentences.skipSpace(to);
        }
    }

    private int endOf(int start) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean wide = WIDE_ENDS.indexOf(c) >= 0;
            if (!wide && STOPS.indexOf(c) < 0 && ENDS.indexOf(c) < 0) {
                continue;
            }
            int after = skipEnds(i);
            int closed = skipClosing(after);
            if (ends(start, i, after, closed, wide)) {
                return closed;
            }
            i = closed - 1;
        }
        return end;
    }

    private boolean ends(int start, int mark, int after, int closed, boolean wide) {
        if (closed == end || wide) {
            return true;
        }
        if (!Character.isWhitespace(text.charAt(closed))) {
            return false;
        }
        int next = skipSpace(closed);
        if (next == end) {
            return true;
        }
        char follows = text.charAt(next);
        if (",;:".indexOf(follows) >= 0) {
            return false;
        }
        boolean stop = STOPS.indexOf(text.charAt(mark)) >= 0;
        boolean lowerFollows = Character.isLowerCase(text.codePointAt(next));
        if (stop && after == mark + 1 && isAbbreviation(start, mark)) {
            return false;
        }
        boolean mayContinue = stop || closed > after;
        return !lowerFollows || !mayContinue || Character.isLowerCase(text.codePointAt(start));
    }

    /** Whether the word before a full stop is an initial, an abbreviation, or the number of a list's item. */
    private boolean isAbbreviation(int start, int stop) {
        int from = stop;
        while (from > start
                && stop - from <= LONGEST_ABBREVIATION
                && Character.isLetterOrDigit(text.charAt(from - 1))) {
            from--;
        }
        int length = stop - from;
        if (length == 0 || length > LONGEST_ABBREVIATION) {
            return false;
        }
        if (length == 1 && Character.isLetter(text.charAt(from))) {
            boolean dotted = from > start && text.charAt(from - 1) == '.';
            return dotted || Character.isUpperCase(text.charAt(from));
        }
        if (from == start && Character.isDigit(text.charAt(from))) {
            return true;
        }
        return ABBREVIATIONS.contains(text.substring(from, stop).toLowerCase(Locale.ROOT));
    }

    private int skipEnds(int from) {
        int i = from;
        while (i < end && isEnd(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isEnd(char c) {
        return STOPS.indexOf(c) >= 0 || ENDS.indexOf(c) >= 0 || WIDE_ENDS.indexOf(c) >= 0;
    }

    private int skipClosing(int from) {
        int i = from;
        while (i < end && isClosing(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isClosing(char c) {
        int type = Character.getType(c);
        return c == '"'
                || c == '\''
                || c == '*'
                || c == '_'
                || type == Character.END_PUNCTUATION
                || type == Character.FINAL_QUOTE_PUNCTUATION;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < end && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int trimmed(int start, int end) {
        int to = end;
        while (to > start && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return to;
    }
}
