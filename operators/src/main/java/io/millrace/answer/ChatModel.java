package io.millrace.answer;

import io.millrace.usage.Usage;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads a prompt and writes a text. Safe for use by many threads. */
public interface ChatModel extends AutoCloseable {
    /** The provider's and the model's name, as {@code openai/gpt-4o}, for answers and logs. */
    String name();

    /**
     * Answers a conversation's last message. The future fails with a {@link io.millrace.failure.ClassifiedException};
     * nothing is retried here. Cancelling it gives the call up.
     */
    CompletableFuture<Reply> reply(Prompt prompt);

    /**
     * As {@link #reply(Prompt)}, telling the text piece by piece as it comes. A model that can't do that tells it whole.
     *
     * @param parts takes each piece, on the model's threads, one after another; none after the future completed. A piece
     *     that was told is part of the reply's text: together they are the text
     */
    default CompletableFuture<Reply> reply(Prompt prompt, Consumer<String> parts) {
        return reply(prompt).thenApply(reply -> {
            if (!reply.text().isEmpty()) {
                parts.accept(reply.text());
            }
            return reply;
        });
    }

    @Override
    void close();

    /**
     * What the model reads.
     *
     * @param system who it is and what rules it keeps
     * @param messages the conversation, oldest first, ending with the user's
     * @param maxOutputTokens tokens it may write
     */
    record Prompt(String system, List<Message> messages, int maxOutputTokens) implements Serializable {}

    /** One turn of a conversation. */
    record Message(Role role, String text) implements Serializable {}

    /** Whose turn it is. */
    enum Role {
        USER,
        ASSISTANT
    }

    /** Why the model stopped. */
    enum StopReason {
        /** It had said what it wanted. */
        END,
        /** It ran into {@link Prompt#maxOutputTokens()}. */
        LENGTH,
        /** A filter of the provider's held the text back. */
        FILTERED
    }

    /**
     * What the model wrote.
     *
     * @param text the text; may be empty when filtered
     * @param stopReason why it ended
     * @param usage what the call took
     */
    record Reply(String text, StopReason stopReason, Usage usage) implements Serializable {}
}
