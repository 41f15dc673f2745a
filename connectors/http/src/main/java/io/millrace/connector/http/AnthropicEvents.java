package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.StopReason;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads a reply of Anthropic's, whole, or event by event
 * (platform.claude.com/docs/en/build-with-claude/streaming). Kinds of events and blocks that aren't known are passed over, as
 * the API asks for.
 */
final class AnthropicEvents implements ChatWire.Events {
    private final ChatText into;
    /** Of the block that is read; they come before its text, after it, or in between. */
    private final Set<Integer> cited = new LinkedHashSet<>();

    AnthropicEvents(ChatText into) {
        this.into = into;
    }

    @Override
    public boolean take(JsonNode event) throws IOException {
        switch (event.path("type").asText()) {
            case "message_start" -> used(event.path("message").path("usage"));
            case "content_block_start" -> begin(event.path("content_block"));
            case "content_block_delta" -> delta(event.path("delta"));
            case "content_block_stop" -> end();
            case "message_delta" -> {
                stopped(event.path("delta").path("stop_reason"));
                used(event.path("usage"));
            }
            case "message_stop" -> {
                return true;
            }
            case "error" -> throw into.fail(AnthropicErrors.status(event), event);
            default -> {}
        }
        return false;
    }

    /** A block that came whole. */
    void block(JsonNode block) {
        begin(block);
        end();
    }

    private void begin(JsonNode block) {
        if (block.path("type").asText().equals("text")) {
            into.say(block.path("text").asText(""));
            block.path("citations").forEach(this::cite);
        }
    }

    private void delta(JsonNode delta) {
        switch (delta.path("type").asText()) {
            case "text_delta" -> into.say(delta.path("text").asText(""));
            case "citations_delta" -> cite(delta.path("citation"));
            default -> {}
        }
    }

    private void cite(JsonNode citation) {
        int passage = citation.path("search_result_index").asInt(-1);
        if (passage >= 0) {
            cited.add(passage);
        }
    }

    private void end() {
        cited.forEach(into::cite);
        cited.clear();
    }

    void stopped(JsonNode reason) {
        if (!reason.isTextual()) {
            return;
        }
        into.stop(
                switch (reason.textValue()) {
                    // Without tools no turn pauses; if one did, there would be more to say.
                    case "max_tokens", "model_context_window_exceeded", "pause_turn" -> StopReason.LENGTH;
                    case "refusal" -> StopReason.FILTERED;
                    default -> StopReason.END;
                });
    }

    /** Tokens that were read from the cache, or written to it, were read too. */
    void used(JsonNode usage) {
        Long read = Json.count(usage.path("input_tokens"));
        if (read != null) {
            into.read(read
                    + usage.path("cache_creation_input_tokens").asLong(0)
                    + usage.path("cache_read_input_tokens").asLong(0));
        }
        into.written(usage.path("output_tokens").asLong(-1));
    }
}
