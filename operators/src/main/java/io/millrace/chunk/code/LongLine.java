package io.millrace.chunk.code;

import io.millrace.chunk.Span;
import io.millrace.chunk.TokenCounter;
import java.util.function.BiConsumer;

/** Cuts a line that is too long for one piece, such as a minified file's: behind separators where there are some. */
final class LongLine {
    /** Bits are at least this long, in UTF-16 units, so that a line of commas doesn't become as many bits. */
    private static final int MIN_BIT = 24;

    private final String text;
    private final int maxTokens;
    private final TokenCounter tokens;
    private final BiConsumer<Span, Integer> out;

    /** @param out takes each bit and its tokens, at most {@code maxTokens} unless it is a single character */
    LongLine(String text, int maxTokens, TokenCounter tokens, BiConsumer<Span, Integer> out) {
        this.text = text;
        this.maxTokens = maxTokens;
        this.tokens = tokens;
        this.out = out;
    }

    void cut(int start, int end) {
        int from = start;
        for (int i = start; i < end; i++) {
            if (i + 1 - from >= MIN_BIT && separates(text.charAt(i))) {
                bit(from, i + 1);
                from = i + 1;
            }
        }
        bit(from, end);
    }

    private static boolean separates(char c) {
        return c == ';' || c == ',' || c == '{' || c == '}' || Character.isWhitespace(c);
    }

    /** Hands over a bit, or its halves until they fit. */
    private void bit(int start, int end) {
        if (text.substring(start, end).isBlank()) {
            return;
        }
        // A bit of more characters than this can't fit, since a token is seldom longer than 16: don't count it whole.
        int count = end - start <= 64L * maxTokens ? tokens.count(text.substring(start, end)) : Integer.MAX_VALUE;
        if (count <= maxTokens || end - start <= 1) {
            out.accept(new Span(start, end), count);
            return;
        }
        int middle = (start + end) >>> 1;
        // Never between the two halves of one character.
        if (Character.isLowSurrogate(text.charAt(middle)) && Character.isHighSurrogate(text.charAt(middle - 1))) {
            if (end - start == 2) {
                out.accept(new Span(start, end), count);
                return;
            }
            middle = middle - 1 > start ? middle - 1 : middle + 1;
        }
        bit(start, middle);
        bit(middle, end);
    }
}
