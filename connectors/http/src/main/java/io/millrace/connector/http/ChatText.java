package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.UncitedText;
import io.millrace.chunk.EstimatedTokens;
import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Usage;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a reply has said so far. Used by one thread. */
final class ChatText {
    private final Consumer<String> parts;
    private final HttpFailures failures;
    private final Prompt prompt;
    /** Of a reply whose citations come beside its words, else null. */
    private final @Nullable UncitedText words;

    private final StringBuilder text = new StringBuilder();
    private @Nullable StopReason stopReason;
    private long inputTokens = -1;
    private long outputTokens = -1;

    /**
     * @param parts takes each piece
     * @param prompt what the request held, so that no message repeats it
     * @param cited whether citations come beside the words, by {@link #cite}: no words are one then
     */
    ChatText(Consumer<String> parts, HttpFailures failures, Prompt prompt, boolean cited) {
        this.parts = parts;
        this.failures = failures;
        this.prompt = prompt;
        this.words = cited ? new UncitedText() : null;
    }

    /** A piece of the reply's text; an empty one says nothing. */
    void say(String piece) {
        tell(words == null ? piece : words.take(piece));
    }

    /** The passage of that number, counted from 0, is what the text before rests on. */
    void cite(int passage) {
        sayRest();
        tell("[" + (passage + 1) + "]");
    }

    private void sayRest() {
        if (words != null) {
            tell(words.rest());
        }
    }

    private void tell(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            parts.accept(piece);
        }
    }

    void stop(StopReason reason) {
        stopReason = reason;
    }

    /** Tokens read, as the provider counted them; less than 0 where it didn't. */
    void read(long tokens) {
        inputTokens = Math.max(inputTokens, tokens);
    }

    /** Tokens written so far, as the provider counted them; less than 0 where it didn't. */
    void written(long tokens) {
        outputTokens = Math.max(outputTokens, tokens);
    }

    /**
     * An error that a server tells in a stream whose status was a success.
     *
     * @param status that it would have come with
     * @param body what the server said, as its errors are
     */
    ClassifiedException fail(int status, JsonNode body) {
        return failures.inStream(status, body, prompt.unrepeated());
    }

    /** All together. */
    Reply reply() throws IOException {
        if (stopReason == null) {
            throw new UnreadableReplyException("ends before the reply does");
        }
        sayRest();
        long input = inputTokens < 0 ? EstimatedTokens.of(prompt.texts()) : inputTokens;
        long output = outputTokens < 0 ? EstimatedTokens.of(List.of(text.toString())) : outputTokens;
        return new Reply(text.toString(), stopReason, new Usage(1, input, output));
    }
}
