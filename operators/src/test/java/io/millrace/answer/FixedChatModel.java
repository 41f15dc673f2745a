package io.millrace.answer;

import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A chat model that says what it was told to, and remembers what it was asked. */
public class FixedChatModel implements ChatModel {
    private final CompletableFuture<Reply> reply;
    private final List<Prompt> prompts = new ArrayList<>();

    public FixedChatModel(String text) {
        this(CompletableFuture.completedFuture(new Reply(text, StopReason.END, new Usage(1, 50, 5))));
    }

    public FixedChatModel(CompletableFuture<Reply> reply) {
        this.reply = reply;
    }

    /** What it was asked, in order. */
    public List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    @Override
    public String name() {
        return "fixed/one-reply";
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        prompts.add(prompt);
        return reply;
    }

    @Override
    public void close() {}
}
