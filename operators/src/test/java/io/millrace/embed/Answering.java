package io.millrace.embed;

import io.millrace.chunk.TokenCounter;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A model that answers as it is told to, on whichever thread that is. */
final class Answering implements EmbeddingModel {
    private final HashingEmbeddingModel words = new HashingEmbeddingModel();
    private final EmbeddingLimits limits;
    private volatile @Nullable CompletableFuture<Response> first;
    private volatile Function<List<String>, CompletableFuture<Response>> answer = texts -> whatItSays(texts, 1);

    Answering(EmbeddingLimits limits) {
        this.limits = limits;
    }

    void answerWith(Function<List<String>, CompletableFuture<Response>> however) {
        answer = however;
    }

    /** The first call waits for this; the ones after are answered as told. */
    void answerFirstWith(CompletableFuture<Response> response) {
        first = response;
    }

    /** Vectors; but every 29th call is in passing trouble, and a text that begins with "bad" is rejected. */
    CompletableFuture<Response> whatItSays(List<String> texts, int call) {
        if (call % 29 == 0) {
            return CompletableFuture.failedFuture(new TransientException("busy", "try later", null));
        }
        if (texts.stream().anyMatch(text -> text.startsWith("bad"))) {
            return CompletableFuture.failedFuture(new RejectedException("bad", "one of the texts is bad"));
        }
        return words.embed(texts, EmbeddingMode.DOCUMENT);
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        CompletableFuture<Response> waiting = first;
        first = null;
        return waiting != null ? waiting : answer.apply(texts);
    }

    @Override
    public VectorSpace space() {
        return words.space();
    }

    @Override
    public EmbeddingLimits limits() {
        return limits;
    }

    @Override
    public TokenCounter tokenCounter() {
        return words.tokenCounter();
    }

    @Override
    public void close() {}
}
