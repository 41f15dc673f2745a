package io.millrace.connector.onnx;

import io.millrace.embed.EmbeddingModel.Response;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call: its texts, and the vectors that its runs have made so far. Safe for use by many threads. */
final class EmbeddingCall {
    private final List<String> texts;
    private final boolean urgent;
    private final CompletableFuture<Response> response = new CompletableFuture<>();
    // Guarded by this, as are the two below.
    private final Vector[] vectors;
    private int missing;
    private long tokens;

    /**
     * A call.
     *
     * @param texts with their prefixes
     * @param urgent whether somebody waits for it: it goes before those that nobody waits for
     */
    EmbeddingCall(List<String> texts, boolean urgent) {
        this.texts = texts;
        this.urgent = urgent;
        vectors = new Vector[texts.size()];
        missing = texts.size();
    }

    List<String> texts() {
        return texts;
    }

    boolean urgent() {
        return urgent;
    }

    CompletableFuture<Response> response() {
        return response;
    }

    /** Whether nothing is left to do: answered, failed, or cancelled by the caller. */
    boolean isDone() {
        return response.isDone();
    }

    /** Takes the vectors of a run; the last run's complete the call. */
    void accept(List<Integer> indices, List<Vector> made, long tokensRead) {
        Response whole = taken(indices, made, tokensRead);
        if (whole != null) {
            response.complete(whole);
        }
    }

    private synchronized @Nullable Response taken(List<Integer> indices, List<Vector> made, long tokensRead) {
        for (int i = 0; i < indices.size(); i++) {
            vectors[indices.get(i)] = made.get(i);
        }
        missing -= indices.size();
        tokens += tokensRead;
        return missing == 0 ? new Response(Arrays.asList(vectors), new Usage(1, tokens, 0)) : null;
    }

    /** Fails, unless it is done. */
    void fail(ClassifiedException failure) {
        response.completeExceptionally(failure);
    }
}
