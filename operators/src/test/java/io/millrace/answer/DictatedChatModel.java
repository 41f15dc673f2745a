package io.millrace.answer;

import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Usage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chat model that says what the test dictates, call by call. */
final class DictatedChatModel implements ChatModel {
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    /** One call, until the test ends it. */
    record Call(Prompt prompt, @Nullable Consumer<String> parts, CompletableFuture<Reply> reply) {
        /** Tells a piece; fails where nobody asked for pieces. */
        void say(String piece) {
            if (parts == null) {
                throw new AssertionError("the reply was asked for whole");
            }
            parts.accept(piece);
        }

        /** The reply as a whole. */
        void end(String text) {
            reply.complete(new Reply(text, StopReason.END, new Usage(1, 50, 5)));
        }

        void fail(ClassifiedException failure) {
            reply.completeExceptionally(failure);
        }
    }

    /** The next call that was made, once it is. */
    Call next() throws InterruptedException {
        Call call = calls.poll(30, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("the chat model wasn't called");
        }
        return call;
    }

    /** The next call; it was made. */
    Call last() {
        return calls.remove();
    }

    /** Whether no call was made that the test hasn't seen. */
    boolean isIdle() {
        return calls.isEmpty();
    }

    @Override
    public String name() {
        return "dictated/by-test";
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        return called(prompt, null);
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt, Consumer<String> parts) {
        return called(prompt, parts);
    }

    @Override
    public void close() {}

    private CompletableFuture<Reply> called(Prompt prompt, @Nullable Consumer<String> parts) {
        Call call = new Call(prompt, parts, new CompletableFuture<>());
        calls.add(call);
        return call.reply();
    }
}
