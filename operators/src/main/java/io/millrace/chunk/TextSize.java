package io.millrace.chunk;

import java.util.List;

/**
 * How large a run of text is: its tokens, but at least one for each 16 characters. A tokeniser may make a single token
 * of a word however long, and none of white space; without this, a piece could be a megabyte long.
 */
final class TextSize {
    private static final int MAX_CHARACTERS_PER_TOKEN = 16;

    private final String text;
    private final TokenCounter tokens;

    TextSize(String text, TokenCounter tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** The size of a run that isn't empty, at least one. */
    int of(int start, int end) {
        return Math.max(leastOf(start, end), tokens.count(text.substring(start, end)));
    }

    /** Whether a run is no larger than a limit. One that is too long for that isn't counted. */
    boolean fits(int start, int end, int limit) {
        return leastOf(start, end) <= limit && of(start, end) <= limit;
    }

    /**
     * How many of the first few units fit together, at least one. Their sizes' sum doesn't tell: between them is white
     * space, and a tokeniser may see other tokens in a whole than in its parts.
     */
    int fitting(List<Unit> units, int count, int limit) {
        int fits = 1;
        int over = count + 1;
        int next = count;
        while (over - fits > 1) {
            if (fits(units.get(0).start(), units.get(next - 1).end(), limit)) {
                fits = next;
            } else {
                over = next;
            }
            next = (fits + over) >>> 1;
        }
        return fits;
    }

    private static int leastOf(int start, int end) {
        return (end - start + MAX_CHARACTERS_PER_TOKEN - 1) / MAX_CHARACTERS_PER_TOKEN;
    }
}
