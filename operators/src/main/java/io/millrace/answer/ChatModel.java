package io.millrace.answer;

import io.millrace.usage.Usage;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /**
     * Whether the model says by itself which of {@link Prompt#passages()} a statement rests on. Its reply's text then
     * has the passage's number in square brackets behind the statement, as {@code [2]}, just as one that was asked for
     * it by words. A model that doesn't is given no passages.
     */
    default boolean citesPassages() {
        return false;
    }

    @Override
    void close();

    /**
     * What the model reads.
     *
     * @param system who it is and what rules it keeps; empty for none
     * @param messages the conversation, oldest first, ending with the user's
     * @param passages what the last message is to be answered from, numbered from 1 in order; empty where that stands in
     *     the message, or there is none
     * @param maxOutputTokens tokens it may write
     */
    record Prompt(String system, List<Message> messages, List<Passage> passages, int maxOutputTokens)
            implements Serializable {
        public Prompt {
            messages = List.copyOf(messages);
            passages = List.copyOf(passages);
        }

        /** A prompt whose messages hold all there is. */
        public Prompt(String system, List<Message> messages, int maxOutputTokens) {
            this(system, messages, List.of(), maxOutputTokens);
        }

        /** All that it holds of anybody's words, which no message of a failure may repeat. */
        public List<String> texts() {
            return Stream.concat(
                            Stream.concat(Stream.of(system), messages.stream().map(Message::text)),
                            passages.stream()
                                    .flatMap(passage ->
                                            Stream.of(passage.text(), passage.title() == null ? "" : passage.title())))
                    .toList();
        }

        /** {@link #texts()} and what it shows, none of which a message may repeat. */
        public List<String> unrepeated() {
            Stream<String> shown = messages.stream()
                    .flatMap(message -> message.images().stream())
                    .map(Image::address);
            return Stream.concat(texts().stream(), shown).toList();
        }
    }

    /**
     * One turn of a conversation.
     *
     * @param images what is to be looked at together with the text; models that see none refuse them
     */
    record Message(Role role, String text, List<Image> images) implements Serializable {
        public Message {
            images = List.copyOf(images);
        }

        public Message(Role role, String text) {
            this(role, text, List.of());
        }
    }

    /** A piece of evidence, quoted from a document: data, whatever it says. */
    record Passage(@Nullable String title, String text) implements Serializable {}

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
