package io.millrace.benchmark.edit;

import io.millrace.chunk.Span;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sentences that edits are made of: those the JDK's {@link BreakIterator} finds in each line. Not the chunkers' own
 * sentences: the edits stay the same when a chunker changes.
 */
final class ProseSentences {
    /** Below are headings, numbers and cells of tables; above, lines that hold no sentences. */
    private static final int MIN_CHARACTERS = 20;

    private static final int MAX_CHARACTERS = 400;

    private ProseSentences() {}

    /** The sentences of 20 to 400 characters, in order, without the white space around them. */
    static List<Span> in(String text) {
        List<Span> sentences = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            addOfLine(sentences, text.substring(start, end), start);
            start = end + 1;
        }
        return sentences;
    }

    private static void addOfLine(List<Span> sentences, String line, int offset) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(line);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            String sentence = line.substring(from, to);
            int length = sentence.strip().length();
            if (length >= MIN_CHARACTERS && length <= MAX_CHARACTERS) {
                int start = offset
                        + from
                        + sentence.length()
                        - sentence.stripLeading().length();
                sentences.add(new Span(start, start + length));
            }
        }
    }
}
