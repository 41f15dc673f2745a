package io.millrace.connector.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.model.wire.EventReader;
import io.millrace.usage.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A reply that comes in pieces: events whose data is a {@code chat.completion.chunk} each, and {@code [DONE]} at the end
 * (platform.openai.com/docs/api-reference/chat-streaming). Used by one thread.
 */
final class ReplyStream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DONE = "[DONE]";

    private final Consumer<String> parts;
    private final OpenAiFailures failures;
    private final List<String> texts;
    private final StringBuilder text = new StringBuilder();
    private boolean refused;
    private @Nullable String finishReason;
    private @Nullable Usage usage;

    /**
     * @param parts takes the pieces
     * @param texts what the request held, so that no message repeats it
     */
    ReplyStream(Consumer<String> parts, OpenAiFailures failures, List<String> texts) {
        this.parts = parts;
        this.failures = failures;
        this.texts = texts;
    }

    /** Reads to the end. What it throws for what the server said is classified. */
    void read(InputStream body) throws IOException {
        EventReader events = new EventReader(body);
        String data = events.next();
        while (data != null && !data.strip().equals(DONE)) {
            take(JSON.readTree(data));
            data = events.next();
        }
        // A connection that ends with its body, as HTTP/1.0 has it, ends a reply that breaks off just the same.
        if (data == null && finishReason == null) {
            throw failures.unreadable("ends before the reply does");
        }
    }

    /** All pieces together. */
    String text() {
        return text.toString();
    }

    StopReason stopReason() {
        return refused ? StopReason.FILTERED : stopReason(finishReason);
    }

    /** The server's count, or null when it gave none. */
    @Nullable
    Usage usage() {
        return usage;
    }

    /** As a finish reason is to be taken; those that aren't known mean that the model was done. */
    static StopReason stopReason(@Nullable String finishReason) {
        if (finishReason == null) {
            return StopReason.END;
        }
        return switch (finishReason) {
            case "length" -> StopReason.LENGTH;
            case "content_filter" -> StopReason.FILTERED;
            default -> StopReason.END;
        };
    }

    /** A server's count, or null where it gave none. */
    static @Nullable Usage usage(JsonNode counts) {
        return counts.isObject()
                ? new Usage(
                        1,
                        counts.path("prompt_tokens").asLong(),
                        counts.path("completion_tokens").asLong())
                : null;
    }

    private void take(JsonNode chunk) {
        JsonNode error = chunk.path("error");
        if (chunk.hasNonNull("error") || chunk.path("object").asText().equals("error")) {
            throw failures.inStream(error.isMissingNode() ? chunk : error, texts);
        }
        Usage counted = usage(chunk.path("usage"));
        // Some servers count in every chunk: the last one has it all.
        usage = counted == null ? usage : counted;
        JsonNode choice = chunk.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        tell(delta.path("content").asText(""));
        String refusal = delta.path("refusal").asText("");
        refused |= !refusal.isEmpty();
        tell(refusal);
        if (choice.hasNonNull("finish_reason")) {
            finishReason = choice.path("finish_reason").asText();
        }
    }

    private void tell(String piece) {
        if (!piece.isEmpty()) {
            text.append(piece);
            parts.accept(piece);
        }
    }
}
