package io.millrace.answer;

import io.millrace.answer.kept.Conversation;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets the questions of a conversation follow each other: the next one is taken up when the one before has its answer.
 * Safe for use by many threads.
 */
final class Conversations {
    /** The last question of each conversation that is under way; guarded by this. */
    private final Map<Conversation, CompletableFuture<?>> last = new HashMap<>();

    /** Does the work when what was given before for the conversation is done, however it ended. */
    <T> CompletableFuture<T> inTurn(Conversation conversation, Supplier<CompletableFuture<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            before = last.put(conversation, done);
        }
        CompletableFuture<?> free = before == null ? CompletableFuture.completedFuture(null) : before;
        var unused = free.handle((value, failure) -> null)
                .thenCompose(nothing -> work.get())
                .whenComplete((value, failure) -> {
                    synchronized (this) {
                        last.remove(conversation, done);
                    }
                    if (failure == null) {
                        done.complete(value);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
        return done;
    }
}
