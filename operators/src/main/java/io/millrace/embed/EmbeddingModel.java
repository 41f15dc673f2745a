package io.millrace.embed;

import io.millrace.chunk.TokenCounter;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Turns texts into vectors. Safe for use by many threads. */
public interface EmbeddingModel extends AutoCloseable {
    /** The space of every vector that this model makes. */
    VectorSpace space();

    /**
     * Who is paid for it: {@code provider/model}, as the provider calls the model. Models that share a space have names of
     * their own.
     */
    default String name() {
        return space().provider() + "/" + space().model();
    }

    /** What one request may hold. A caller keeps within it; the model doesn't split. */
    EmbeddingLimits limits();

    /** Counts tokens as this model does, or as near as can be known. Safe for use by many threads. */
    TokenCounter tokenCounter();

    /**
     * One vector per text, in order, each of the space's dimension. Fails as a whole: no caller sees half a batch. The
     * future fails with a {@link io.millrace.failure.ClassifiedException}; nothing is retried here. The model puts its
     * own prefix for the mode before each text.
     *
     * @param texts at least one, none blank, within {@link #limits()}
     * @param mode which side of a search the texts stand on
     */
    CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode);

    /**
     * Whether documents' texts of one request are read as one text, so that each vector tells of what stands around its
     * text too ("late chunking", arXiv 2409.04701). A request then holds texts of one document only, in their order, and
     * no text has the vector of an equal one.
     */
    default boolean readsTogether() {
        return false;
    }

    /**
     * Whether it reads just the start of a text that is too long, so that nobody needs to count tokens and cut the text
     * before.
     */
    default boolean cutsTexts() {
        return false;
    }

    @Override
    void close();

    /**
     * What came back.
     *
     * @param vectors one per text, in order
     * @param usage what the call took
     * @param rateLimits what the provider said of the rates that it allows
     */
    record Response(List<Vector> vectors, Usage usage, RateLimits rateLimits) {
        /** A reply that says nothing of rates. */
        public Response(List<Vector> vectors, Usage usage) {
            this(vectors, usage, RateLimits.UNKNOWN);
        }
    }
}
