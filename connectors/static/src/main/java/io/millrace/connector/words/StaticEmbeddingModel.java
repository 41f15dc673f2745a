package io.millrace.connector.words;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The mean of a text's word vectors, as a model. A text of which no word is known is rejected, and its call with it.
 * Futures complete on the words' own thread, so what follows them there should be short.
 */
final class StaticEmbeddingModel implements EmbeddingModel {
    private final VectorSpace space;
    private final EmbeddingLimits limits;
    private final SharedWords words;
    private final AtomicBoolean closed = new AtomicBoolean();

    private StaticEmbeddingModel(VectorSpace space, EmbeddingLimits limits, SharedWords words) {
        this.space = space;
        this.limits = limits;
        this.words = words;
    }

    /**
     * Opens the model; where nobody in this class loader has it open, by reading its file, some seconds for each gigabyte.
     *
     * @throws FatalException when it can't be read
     */
    static StaticEmbeddingModel open(StaticSettings settings) {
        return new StaticEmbeddingModel(settings.space(), settings.limits(), SharedWords.join(settings.source()));
    }

    @Override
    public VectorSpace space() {
        return space;
    }

    @Override
    public EmbeddingLimits limits() {
        return limits;
    }

    @Override
    public TokenCounter tokenCounter() {
        return TextWords::count;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        CompletableFuture<Response> response = new CompletableFuture<>();
        try {
            if (closed.get()) {
                throw new RejectedExecutionException();
            }
            words.execute(() -> answer(texts, response));
        } catch (RejectedExecutionException e) {
            response.completeExceptionally(new FatalException(
                    "model-closed", "Embedding model '%s' is closed and can't embed".formatted(space.model()), e));
        }
        return response;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            words.leave();
        }
    }

    private void answer(List<String> texts, CompletableFuture<Response> response) {
        // Cancelled by whoever asked.
        if (response.isDone()) {
            return;
        }
        try {
            long tokens = texts.stream().mapToLong(TextWords::count).sum();
            response.complete(new Response(words.vectors(texts), new Usage(1, tokens, 0)));
        } catch (RuntimeException | Error failure) {
            // Errors too: a call that is never completed would hold its caller for ever.
            response.completeExceptionally(ClassifiedException.of(failure));
        }
    }
}
