package io.millrace.rerank;

import io.millrace.usage.Usage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads a question beside each of some documents, and says how well they fit. Safe for use by many threads. */
public interface RerankModel extends AutoCloseable {
    /** The provider's and the model's name, as {@code tei/BAAI/bge-reranker-base}, for answers and logs. */
    String name();

    /** What one request may hold. A caller keeps within it; the model doesn't split. */
    RerankLimits limits();

    /**
     * Scores documents against a question. Fails as a whole: no caller sees some of the scores. The future fails with a
     * {@link io.millrace.failure.ClassifiedException}; nothing is retried here. Cancelling it gives the call up.
     *
     * @param query what was asked, not blank
     * @param documents at least one, within {@link #limits()}
     */
    CompletableFuture<Reply> rerank(String query, List<String> documents);

    @Override
    void close();

    /**
     * What came back.
     *
     * @param scores one for each document, in the order in which the documents were given: the larger the better. They
     *     can be compared with other scores of the same model for the same question, and with nothing else.
     * @param usage what the call took
     */
    record Reply(List<Double> scores, Usage usage) {
        public Reply {
            scores = List.copyOf(scores);
        }
    }
}
