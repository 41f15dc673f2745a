package io.millrace.benchmark.split;

import io.millrace.chunk.Span;

/**
 * Finds where a segment stands in the text that it was cut from, for a splitter that doesn't say and that joins what it
 * split with white space of its own.
 */
final class Places {
    private Places() {}

    /**
     * The place of a segment that follows another, in a splitting that repeats nothing and leaves out white space alone.
     *
     * @param from where the segment before ended
     * @throws IllegalStateException when the segment isn't there
     */
    static Span next(String text, int from, String segment) {
        int position = from;
        int start = -1;
        for (int i = 0; i < segment.length(); i++) {
            char wanted = segment.charAt(i);
            if (Character.isWhitespace(wanted)) {
                continue;
            }
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            if (position == text.length() || text.charAt(position) != wanted) {
                throw new IllegalStateException(
                        "the segment of %d characters after offset %d isn't the text's at offset %d: the splitter changes more than white space"
                                .formatted(segment.length(), from, position));
            }
            if (start < 0) {
                start = position;
            }
            position++;
        }
        if (start < 0) {
            throw new IllegalStateException("the segment after offset %d is blank".formatted(from));
        }
        return new Span(start, position);
    }
}
