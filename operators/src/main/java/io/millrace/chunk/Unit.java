package io.millrace.chunk;

import java.util.List;

/**
 * A run of a document's text that no cut goes through.
 *
 * @param start offset of its first UTF-16 unit
 * @param end offset after its last
 * @param tokens its size, see {@link TextSize}
 * @param before what a cut before it would part
 * @param headings the headings above it, outermost first
 * @param worth how good a cut before it would be: of two cuts, the one that is worth more is made; see {@link Cutter}
 */
record Unit(int start, int end, int tokens, Break before, List<String> headings, double worth) {
    Unit(int start, int end, int tokens, Break before, List<String> headings) {
        this(start, end, tokens, before, headings, before.worth());
    }

    Unit worth(double other) {
        return new Unit(start, end, tokens, before, headings, other);
    }
}
