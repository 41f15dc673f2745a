package io.millrace.chunk;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentence boundaries, by the Unicode rules that the JDK's {@link BreakIterator} knows (UAX #29). */
public final class Sentences {
    private Sentences() {}

    /** The sentences of a region, white space around each left out; together they hold all that isn't white space. */
    public static List<Span> in(String text, int start, int end) {
        String region = text.substring(start, end);
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(region);
        List<Span> spans = new ArrayList<>();
        int from = sentences.first();
        for (int to = sentences.next(); to != BreakIterator.DONE; from = to, to = sentences.next()) {
            addTrimmed(spans, text, start + from, start + to);
        }
        return spans;
    }

    private static void addTrimmed(List<Span> spans, String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        if (from < to) {
            spans.add(new Span(from, to));
        }
    }
}
