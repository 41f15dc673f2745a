package io.millrace.chunk;

/** Tells the lines of a paragraph that stand for themselves from those that a program wrapped. */
final class ProseLines {
    /** Takes a run of wrapped lines. */
    interface Sink {
        void accept(int start, int end);
    }

    /** Nobody wraps narrower, and nobody wider. */
    private static final int NARROWEST = 40;

    private static final int WIDEST = 120;
    private static final int LONGEST_TITLE = 80;
    private static final String TITLE_ENDS = ".,;:!?\u2026\u3002\uFF01\uFF1F";

    private ProseLines() {}

    /** Hands over the runs in order, line ends left out. */
    static void each(String text, int start, int end, Sink out) {
        int from = start;
        int line = start;
        while (line < end) {
            int newline = text.indexOf('\n', line);
            if (newline < 0 || newline >= end) {
                break;
            }
            if (!isWrapped(text, line, newline, end)) {
                out.accept(from, newline);
                from = newline + 1;
            }
            line = newline + 1;
        }
        out.accept(from, end);
    }

    /** Whether a paragraph is one short line that ends as no sentence does. */
    static boolean isTitle(String text, int start, int end) {
        if (end - start > LONGEST_TITLE) {
            return false;
        }
        String line = text.substring(start, end).strip();
        return !line.isEmpty()
                && line.indexOf('\n') < 0
                && TITLE_ENDS.indexOf(line.charAt(line.length() - 1)) < 0
                && !isItem(line, 0, line.length())
                && line.codePoints().anyMatch(Character::isLetter);
    }

    private static boolean isWrapped(String text, int start, int newline, int end) {
        int length = newline - start;
        return length >= NARROWEST && length <= WIDEST && !isItem(text, newline + 1, end);
    }

    /** Whether a line begins as a list's item does. */
    private static boolean isItem(String text, int start, int end) {
        int i = start;
        while (i < end && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        int mark = i;
        while (i < end && i - mark < 9 && Character.isDigit(text.charAt(i))) {
            i++;
        }
        boolean numbered = i > mark && i < end && (text.charAt(i) == '.' || text.charAt(i) == ')');
        boolean bulleted = i == mark && i < end && "-*+\u2022\u25E6\u2013".indexOf(text.charAt(i)) >= 0;
        return (numbered || bulleted) && (i + 1 == end || Character.isWhitespace(text.charAt(i + 1)));
    }
}
