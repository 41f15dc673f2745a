package io.millrace.connector.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Passes a reply's pieces on until its call is over: one that times out may still be reading. */
final class Pieces implements Consumer<String> {
    private final Consumer<String> parts;
    private boolean over;

    Pieces(Consumer<String> parts) {
        this.parts = parts;
    }

    @Override
    public synchronized void accept(String piece) {
        if (!over) {
            parts.accept(piece);
        }
    }

    private synchronized void end() {
        over = true;
    }

    /** The call, over only once no piece can follow. Cancelling it gives the call up. */
    <T> CompletableFuture<T> until(CompletableFuture<T> call) {
        CompletableFuture<T> told = new CompletableFuture<>();
        var unusedCall = call.whenComplete((reply, failure) -> {
            end();
            if (failure == null) {
                told.complete(reply);
            } else {
                told.completeExceptionally(failure);
            }
        });
        var unusedEnd = told.whenComplete((reply, failure) -> {
            end();
            call.cancel(true);
        });
        return told;
    }
}
