package io.millrace.connector.bedrock;

import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.chunk.EstimatedTokens;
import io.millrace.usage.Usage;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/** What a reply has said so far. Its pieces come one after another. */
final class ConverseText {
    private final Consumer<String> parts;
    private final BedrockFailures failures;
    private final List<String> texts;
    private final StringBuilder text = new StringBuilder();
    private @Nullable StopReason stopReason;
    private @Nullable TokenUsage usage;

    /**
     * @param parts takes each piece
     * @param texts what the request held
     */
    ConverseText(Consumer<String> parts, BedrockFailures failures, List<String> texts) {
        this.parts = parts;
        this.failures = failures;
        this.texts = texts;
    }

    /** A reply that came whole. */
    void take(ConverseResponse reply) {
        if (reply.output() == null || reply.output().message() == null) {
            throw failures.unreadable("holds no message");
        }
        for (ContentBlock block : reply.output().message().content()) {
            say(block.text());
        }
        stop(reply.stopReasonAsString());
        count(reply.usage());
    }

    void take(ContentBlockDeltaEvent event) {
        // Thoughts come as deltas too, without text.
        say(event.delta() == null ? null : event.delta().text());
    }

    private void say(@Nullable String piece) {
        if (piece != null && !piece.isEmpty()) {
            text.append(piece);
            parts.accept(piece);
        }
    }

    /** As a stop reason is to be taken; those that aren't known mean that the model was done. */
    void stop(@Nullable String reason) {
        stopReason = reason == null
                ? null
                : switch (reason) {
                    case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
                    case "guardrail_intervened", "content_filtered" -> StopReason.FILTERED;
                    default -> StopReason.END;
                };
    }

    void count(@Nullable TokenUsage counted) {
        usage = counted;
    }

    /** All together. */
    Reply reply() {
        StopReason reason = stopReason;
        if (reason == null) {
            throw failures.unreadable("ends before the reply does");
        }
        TokenUsage counted = usage;
        Integer read = counted == null ? null : counted.inputTokens();
        Integer written = counted == null ? null : counted.outputTokens();
        return new Reply(
                text.toString(),
                reason,
                new Usage(
                        1,
                        read == null ? EstimatedTokens.of(texts) : read,
                        written == null ? EstimatedTokens.COUNTER.count(text.toString()) : written));
    }
}
