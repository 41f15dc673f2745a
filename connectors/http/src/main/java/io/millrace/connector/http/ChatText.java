package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.StopReason;
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
    private final List<String> texts;
    private final StringBuilder text = new StringBuilder();
    private @Nullable StopReason stopReason;
    private long inputTokens = -1;
    private long outputTokens = -1;

    /**
     * @param parts takes each piece
     * @param texts what the request held, so that no message repeats it
     */
    ChatText(Consumer<String> parts, HttpFailures failures, List<String> texts) {
        this.parts = parts;
        this.failures = failures;
        this.texts = texts;
    }

    /** A piece of the reply's text; an empty one says nothing. */
    void say(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            parts.accept(piece);
        }
    }

    /** The passage of that number, counted from 0, is what the text before rests on. */
    void cite(int passage) {
        say("[" + (passage + 1) + "]");
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
        return failures.inStream(status, body, texts);
    }

    /** All together. */
    Reply reply() throws IOException {
        if (stopReason == null) {
            throw new UnreadableReplyException("ends before the reply does");
        }
        long input = inputTokens < 0 ? EstimatedTokens.of(texts) : inputTokens;
        long output = outputTokens < 0 ? EstimatedTokens.of(List.of(text.toString())) : outputTokens;
        return new Reply(text.toString(), stopReason, new Usage(1, input, output));
    }
}
