package io.millrace.chunk;

import java.io.Serializable;

/**
 * A run of a document's text.
 *
 * @param start offset of its first UTF-16 unit
 * @param end offset after its last
 */
public record Span(int start, int end) implements Serializable {}
