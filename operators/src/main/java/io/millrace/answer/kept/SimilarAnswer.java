package io.millrace.answer.kept;

/**
 * The answer to a question that is nearly the same.
 *
 * @param kept the answer, and its question
 * @param similarity the cosine of the two questions, from -1 to 1
 */
public record SimilarAnswer(KeptAnswer kept, double similarity) {}
