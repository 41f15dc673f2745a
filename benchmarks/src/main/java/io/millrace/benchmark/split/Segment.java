package io.millrace.benchmark.split;

import io.millrace.chunk.Span;

/**
 * What one vector is made from.
 *
 * @param read the run of the text that is read when the vector is found: the piece, or its parent where it has one
 * @param embedded the text that the vector is made from
 */
public record Segment(Span read, String embedded) {}
