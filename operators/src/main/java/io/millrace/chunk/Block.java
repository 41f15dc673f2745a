package io.millrace.chunk;

import java.util.List;

/**
 * A run of whole lines of one sort.
 *
 * @param type what it is
 * @param start offset of its first UTF-16 unit
 * @param end offset after its last, the line end left out
 * @param headings the headings above it, outermost first; a heading's own text last
 */
record Block(Type type, int start, int end, List<String> headings) {
    enum Type {
        HEADING,
        PROSE,
        /** A fenced code block with its fences, or a table: cut only between lines. */
        LINES
    }
}
