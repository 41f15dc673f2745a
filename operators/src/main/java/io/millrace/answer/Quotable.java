package io.millrace.answer;

import io.millrace.chunk.Sentences;
import io.millrace.chunk.Span;
import java.util.ArrayList;
import java.util.List;

/** Finds what of a chunk can stand as a quotation: sentences of prose and list items, not headings, fences or rules. */
final class Quotable {
    /** Shorter than this is a label, not a statement. */
    private static final int MIN_LETTERS = 12;

    private Quotable() {}

    /** Spans of the text, in order. */
    static List<Span> in(String text) {
        List<Span> spans = new ArrayList<>();
        boolean fenced = false;
        int paragraph = -1;
        int start = 0;
        while (start <= text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(start, end).strip();
            boolean fence = line.startsWith("```") || line.startsWith("~~~");
            boolean apart = line.isEmpty() || fence || fenced || line.startsWith("#") || line.startsWith("|");
            boolean item = line.startsWith("- ") || line.startsWith("* ") || line.matches("\\d+[.)] .*");
            if ((apart || item) && paragraph >= 0) {
                addSentences(spans, text, paragraph, start);
                paragraph = -1;
            }
            if (!apart && paragraph < 0) {
                paragraph = item ? afterMarker(text, start) : start;
            }
            fenced ^= fence;
            start = end + 1;
        }
        if (paragraph >= 0) {
            addSentences(spans, text, paragraph, text.length());
        }
        return spans;
    }

    /** Where a list item's own words begin. */
    private static int afterMarker(String text, int lineStart) {
        int from = lineStart;
        while (Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        return text.indexOf(' ', from) + 1;
    }

    private static void addSentences(List<Span> spans, String text, int start, int end) {
        for (Span sentence : Sentences.in(text, start, end)) {
            long letters = text.substring(sentence.start(), sentence.end())
                    .codePoints()
                    .filter(Character::isLetter)
                    .count();
            if (letters >= MIN_LETTERS) {
                spans.add(sentence);
            }
        }
    }
}
