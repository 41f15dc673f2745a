package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Passage;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.Image;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's Messages API (platform.claude.com/docs/en/api/messages): {@code POST /v1/messages}. Passages are
 * {@code search_result} blocks, which the model cites by itself.
 *
 * @param temperature null to leave it out
 * @param citesPassages whether it is given passages
 * @param cache how long a prompt's beginning is kept, as the API spells it; null for not at all
 */
record AnthropicChatWire(
        String model,
        @Nullable Double temperature,
        boolean citesPassages,
        @Nullable String cache) implements ChatWire {
    @Override
    public String path(boolean streamed) {
        return "/v1/messages";
    }

    @Override
    public void write(JsonGenerator json, Prompt prompt, boolean streamed) throws IOException {
        json.writeStringField("model", model);
        json.writeNumberField("max_tokens", prompt.maxOutputTokens());
        if (temperature != null) {
            json.writeNumberField("temperature", temperature);
        }
        if (!prompt.system().isBlank()) {
            json.writeArrayFieldStart("system");
            text(json, prompt.system(), true);
            json.writeEndArray();
        }
        json.writeArrayFieldStart("messages");
        int last = prompt.messages().size() - 1;
        for (int at = 0; at <= last; at++) {
            message(json, prompt.messages().get(at), at == last ? prompt.passages() : List.of());
        }
        json.writeEndArray();
        if (streamed) {
            json.writeBooleanField("stream", true);
        }
    }

    /** Evidence and images first, as Anthropic advises. */
    private void message(JsonGenerator json, Message message, List<Passage> passages) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role() == Role.USER ? "user" : "assistant");
        json.writeArrayFieldStart("content");
        for (int at = 0; at < passages.size(); at++) {
            passage(json, passages.get(at), at + 1, at == passages.size() - 1);
        }
        for (Image image : message.images()) {
            image(json, image);
        }
        text(json, message.text(), false);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void passage(JsonGenerator json, Passage passage, int number, boolean last) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "search_result");
        json.writeStringField("source", "evidence-" + number);
        String title = passage.title();
        json.writeStringField("title", title == null || title.isBlank() ? "Evidence " + number : title);
        json.writeArrayFieldStart("content");
        text(json, passage.text(), false);
        json.writeEndArray();
        json.writeObjectFieldStart("citations");
        json.writeBooleanField("enabled", true);
        json.writeEndObject();
        if (last) {
            cached(json);
        }
        json.writeEndObject();
    }

    private static void image(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image");
        json.writeObjectFieldStart("source");
        if (image instanceof Image.Inline inline) {
            json.writeStringField("type", "base64");
            json.writeStringField("media_type", inline.mediaType());
            json.writeStringField("data", inline.base64());
        } else if (image instanceof Image.Linked linked) {
            json.writeStringField("type", "url");
            json.writeStringField("url", linked.uri().toString());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void text(JsonGenerator json, String text, boolean mark) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "text");
        json.writeStringField("text", text);
        if (mark) {
            cached(json);
        }
        json.writeEndObject();
    }

    /** All up to here is what the next prompt may begin with too. */
    private void cached(JsonGenerator json) throws IOException {
        if (cache != null) {
            json.writeObjectFieldStart("cache_control");
            json.writeStringField("type", "ephemeral");
            json.writeStringField("ttl", cache);
            json.writeEndObject();
        }
    }

    @Override
    public void read(JsonNode reply, ChatText into) throws IOException {
        if (!reply.path("content").isArray()) {
            throw new UnreadableReplyException("holds no content");
        }
        AnthropicEvents events = new AnthropicEvents(into);
        for (JsonNode block : reply.path("content")) {
            events.block(block);
        }
        events.stopped(reply.path("stop_reason"));
        events.used(reply.path("usage"));
    }

    @Override
    public Events events(ChatText into) {
        return new AnthropicEvents(into);
    }

    @Override
    public ErrorRules errors() {
        return new AnthropicErrors();
    }
}
