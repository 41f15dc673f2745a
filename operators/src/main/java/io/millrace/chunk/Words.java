package io.millrace.chunk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a sentence that is too large for a piece: its words, and of a word too long for one, runs of whole
 * graphemes that end where the characters themselves say, so that the same characters are cut alike wherever they
 * stand.
 */
final class Words {
    /** Takes a part. */
    interface Sink {
        void accept(int start, int end, Break before);
    }

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final String CLAUSE_ENDS = ",;:)]}\u2013\u2014\u3001\uFF0C\uFF1B\uFF1A\u060C";
    private static final int LONGEST_WORD = 64;
    private static final int SHORTEST_RUN = 8;
    private static final int LONGEST_RUN = 32;
    /** One grapheme in so many ends a run. */
    private static final int RUN_ENDS = 8;

    private Words() {}

    /** Hands over the words of a region in order; the first one follows what is given. */
    static void each(String text, int start, int end, Break first, Sink out) {
        Break before = first;
        int from = start;
        while (from < end) {
            if (Character.isWhitespace(text.charAt(from))) {
                from++;
                continue;
            }
            int to = from;
            while (to < end && !Character.isWhitespace(text.charAt(to))) {
                to++;
            }
            if (to - from <= LONGEST_WORD) {
                out.accept(from, to, before);
            } else {
                runs(text, from, to, before, out);
            }
            before = CLAUSE_ENDS.indexOf(text.charAt(to - 1)) >= 0 ? Break.CLAUSE : Break.WORD;
            from = to;
        }
    }

    private static void runs(String text, int start, int end, Break first, Sink out) {
        Matcher graphemes = GRAPHEME.matcher(text).region(start, end);
        Break before = first;
        int from = start;
        while (graphemes.find()) {
            int to = graphemes.end();
            if (to < end && !endsRun(text, from, to)) {
                continue;
            }
            while (to - from > LONGEST_RUN) {
                // A letter under a heap of marks: one character to the eye, and larger than a piece.
                int cut = Character.isLowSurrogate(text.charAt(from + LONGEST_RUN)) ? LONGEST_RUN - 1 : LONGEST_RUN;
                out.accept(from, from + cut, before);
                before = Break.CHARACTER;
                from += cut;
            }
            out.accept(from, to, before);
            before = Break.CHARACTER;
            from = to;
        }
    }

    private static boolean endsRun(String text, int from, int to) {
        int length = to - from;
        if (length < SHORTEST_RUN) {
            return false;
        }
        int hash = text.charAt(to - 1) + 31 * text.charAt(to - 2) + 961 * text.charAt(to - 3);
        int mixed = (hash * 0x9E3779B1) >>> 16;
        return length >= LONGEST_RUN - 4 || mixed % RUN_ENDS == 0;
    }
}
