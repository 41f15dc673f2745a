package io.millrace.chunk;

import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.embed.TokenLimit;
import io.millrace.embed.Vector;
import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Vectors of an embedding model, asked for in requests as full as it takes them. While the model is in trouble, the
 * caller waits. Fails with a fatal {@link ClassifiedException}, or with a transient one when the thread is interrupted.
 */
public final class ModelVectors implements TextVectors {
    private final EmbeddingModel model;
    private final EmbeddingBatcher batcher;

    /** Owns the model, and calls it at the job's pace. */
    public ModelVectors(EmbeddingModel model, PaceSettings pace) {
        this.model = model;
        this.batcher = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, true, pace, 0, Backoff.STANDARD);
    }

    @Override
    public List<Vector> of(List<String> texts) {
        int limit = model.limits().tokensPerInput();
        List<CompletableFuture<Vector>> calls = new ArrayList<>();
        for (String text : texts) {
            String cut = TokenLimit.cut(text, limit, model.tokenCounter());
            calls.add(batcher.embed(cut, model.tokenCounter().count(cut)));
        }
        List<Vector> vectors = new ArrayList<>();
        for (CompletableFuture<Vector> call : calls) {
            vectors.add(await(call));
        }
        return vectors;
    }

    @Override
    public String name() {
        return model.space().identity();
    }

    @Override
    public void close() {
        batcher.close();
        model.close();
    }

    private Vector await(CompletableFuture<Vector> call) {
        try {
            return call.get();
        } catch (ExecutionException e) {
            ClassifiedException failure = ClassifiedException.of(e);
            if (failure.kind() == FailureKind.REJECTED) {
                return new Vector(new float[model.space().dimension()]);
            }
            throw failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("interrupted", "interrupted while sentences were embedded for chunking", e);
        }
    }
}
