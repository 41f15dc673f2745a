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
 * Cohere's API, version 2 (docs.cohere.com/reference/chat): {@code POST /v2/chat}. Passages are {@code documents}, which
 * the model cites by itself.
 *
 * @param temperature null to leave it out
 * @param citations how it cites, as the API spells it; null where it is given no passages
 */
record CohereChatWire(
        String model,
        @Nullable Double temperature,
        @Nullable String citations) implements ChatWire {
    @Override
    public boolean citesPassages() {
        return citations != null;
    }

    @Override
    public String path(boolean streamed) {
        return "/v2/chat";
    }

    @Override
    public void write(JsonGenerator json, Prompt prompt, boolean streamed) throws IOException {
        json.writeStringField("model", model);
        json.writeBooleanField("stream", streamed);
        json.writeArrayFieldStart("messages");
        if (!prompt.system().isBlank()) {
            json.writeStartObject();
            json.writeStringField("role", "system");
            json.writeStringField("content", prompt.system());
            json.writeEndObject();
        }
        for (Message message : prompt.messages()) {
            message(json, message);
        }
        json.writeEndArray();
        if (citations != null && !prompt.passages().isEmpty()) {
            documents(json, prompt.passages());
            json.writeObjectFieldStart("citation_options");
            json.writeStringField("mode", citations);
            json.writeEndObject();
        }
        json.writeNumberField("max_tokens", prompt.maxOutputTokens());
        if (temperature != null) {
            json.writeNumberField("temperature", temperature);
        }
    }

    private static void message(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role() == Role.USER ? "user" : "assistant");
        if (message.images().isEmpty()) {
            json.writeStringField("content", message.text());
        } else {
            json.writeArrayFieldStart("content");
            json.writeStartObject();
            json.writeStringField("type", "text");
            json.writeStringField("text", message.text());
            json.writeEndObject();
            for (Image image : message.images()) {
                json.writeStartObject();
                json.writeStringField("type", "image_url");
                json.writeObjectFieldStart("image_url");
                json.writeStringField("url", image.address());
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Their ids are their numbers, by which they are cited. */
    private static void documents(JsonGenerator json, List<Passage> passages) throws IOException {
        json.writeArrayFieldStart("documents");
        for (int at = 0; at < passages.size(); at++) {
            Passage passage = passages.get(at);
            json.writeStartObject();
            json.writeStringField("id", Integer.toString(at + 1));
            json.writeObjectFieldStart("data");
            if (passage.title() != null) {
                json.writeStringField("title", passage.title());
            }
            json.writeStringField("text", passage.text());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public void read(JsonNode reply, ChatText into) throws IOException {
        CohereEvents.whole(reply, into);
    }

    @Override
    public Events events(ChatText into) {
        return new CohereEvents(into);
    }

    @Override
    public ErrorRules errors() {
        return new CohereErrors();
    }
}
