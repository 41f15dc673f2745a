package io.millrace.answer;

import io.millrace.usage.Usage;
import java.util.concurrent.CompletableFuture;

/** A chat model that answers on a thread of its own, as models do: nothing else frees a task that waits. */
final class SlowChatModel implements ChatModel {
    @Override
    public String name() {
        return "slow/one-reply";
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        return CompletableFuture.supplyAsync(() -> new Reply("Stones [1].", StopReason.END, new Usage(1, 50, 5)));
    }

    @Override
    public void close() {}
}
