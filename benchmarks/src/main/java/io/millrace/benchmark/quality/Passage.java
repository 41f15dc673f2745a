package io.millrace.benchmark.quality;

import io.millrace.chunk.Span;

/**
 * A run of one of the texts.
 *
 * @param corpus the text's name
 * @param span where it stands there
 */
record Passage(String corpus, Span span) {}
