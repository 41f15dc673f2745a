package io.millrace.benchmark.corpus;

import io.millrace.chunk.Span;
import java.util.List;

/**
 * A question and where its answer stands.
 *
 * @param text the question
 * @param corpus the name of the text that answers it
 * @param references the passages that answer it, in that text's UTF-16 units; no two overlap
 */
public record Question(String text, String corpus, List<Span> references) {}
