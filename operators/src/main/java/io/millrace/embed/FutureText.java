package io.millrace.embed;

import io.millrace.failure.ClassifiedException;
import java.util.concurrent.CompletableFuture;

/** A text whose outcome completes a future. */
record FutureText(String text, int tokens, CompletableFuture<Vector> vector) implements PendingText {
    @Override
    public boolean isWanted() {
        return !vector.isDone();
    }

    @Override
    public void embedded(Vector embedding, int billed) {
        vector.complete(embedding);
    }

    @Override
    public void failed(ClassifiedException failure) {
        vector.completeExceptionally(failure);
    }
}
