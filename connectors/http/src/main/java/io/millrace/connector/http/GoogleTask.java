package io.millrace.connector.http;

import io.millrace.embed.EmbeddingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What vectors of Google's models are for (ai.google.dev/gemini-api/docs/embeddings, "Task types"). */
final class GoogleTask {
    private static final String DOCUMENT = "RETRIEVAL_DOCUMENT";
    /** Those whose documents are embedded in another way than their questions. */
    private static final Map<String, String> QUERIES = Map.of(
            "retrieval", "RETRIEVAL_QUERY",
            "question-answering", "QUESTION_ANSWERING",
            "fact-verification", "FACT_VERIFICATION",
            "code-retrieval", "CODE_RETRIEVAL_QUERY");

    private static final Map<String, String> WORDS = Map.of(
            "retrieval", "search result",
            "question-answering", "question answering",
            "fact-verification", "fact checking",
            "code-retrieval", "code retrieval",
            "semantic-similarity", "sentence similarity",
            "classification", "classification",
            "clustering", "clustering");

    /** All of them, the usual one first. */
    static final List<String> ALL = List.of(
            "retrieval",
            "question-answering",
            "fact-verification",
            "code-retrieval",
            "semantic-similarity",
            "classification",
            "clustering");

    private GoogleTask() {}

    /** The value of the field, for models that have it. */
    static String field(String task, EmbeddingMode mode) {
        String query = QUERIES.get(task);
        if (query == null) {
            return task.replace('-', '_').toUpperCase(Locale.ROOT);
        }
        return mode == EmbeddingMode.QUERY ? query : DOCUMENT;
    }

    /** What stands before the text, for models that have no field. */
    static String prefix(String task, EmbeddingMode mode) {
        boolean document = QUERIES.containsKey(task) && mode == EmbeddingMode.DOCUMENT;
        return document ? "title: none | text: " : "task: " + WORDS.get(task) + " | query: ";
    }
}
