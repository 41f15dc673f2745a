package io.millrace.rerank;

import io.millrace.failure.FatalException;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A rerank model of no intelligence: a document's score is the share of the query's words that it has. */
public final class WordOverlap implements RerankModel {
    private volatile boolean closed;

    /** The share of the query's words that the document has, from 0 to 1. */
    public static double score(String query, String document) {
        Set<String> wanted = words(query);
        Set<String> there = words(document);
        return (double) wanted.stream().filter(there::contains).count() / Math.max(1, wanted.size());
    }

    private static Set<String> words(String text) {
        return Set.copyOf(List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", 0)));
    }

    @Override
    public String name() {
        return "overlap/words";
    }

    @Override
    public RerankLimits limits() {
        return RerankLimits.ofDocuments(100);
    }

    @Override
    public CompletableFuture<Reply> rerank(String query, List<String> documents) {
        if (closed) {
            return CompletableFuture.failedFuture(new FatalException("closed", "The model is closed"));
        }
        List<Double> scores =
                documents.stream().map(document -> score(query, document)).toList();
        return CompletableFuture.completedFuture(new Reply(scores, new Usage(1, documents.size(), 0)));
    }

    @Override
    public void close() {
        closed = true;
    }
}
