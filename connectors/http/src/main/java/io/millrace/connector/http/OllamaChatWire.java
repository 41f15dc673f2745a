package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.Image;
import io.millrace.failure.RejectedException;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's own API (github.com/ollama/ollama/blob/main/docs/api.md): {@code POST /api/chat}. A streamed reply is a line of
 * JSON for each piece.
 *
 * @param temperature null to leave it out
 * @param contextTokens tokens that the model is loaded for, or null for the server's number
 * @param think whether a model that can think first does; null as the model has it
 * @param keepAlive how long the model stays loaded, as the API spells it; null for the server's time
 */
record OllamaChatWire(
        String model,
        @Nullable Double temperature,
        @Nullable Integer contextTokens,
        @Nullable Boolean think,
        @Nullable String keepAlive)
        implements ChatWire {
    @Override
    public String path(boolean streamed) {
        return "/api/chat";
    }

    @Override
    public boolean isLines() {
        return true;
    }

    @Override
    public void write(JsonGenerator json, Prompt prompt, boolean streamed) throws IOException {
        json.writeStringField("model", model);
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
        // Without it, the reply is streamed.
        json.writeBooleanField("stream", streamed);
        if (think != null) {
            json.writeBooleanField("think", think);
        }
        if (keepAlive != null) {
            json.writeStringField("keep_alive", keepAlive);
        }
        json.writeObjectFieldStart("options");
        json.writeNumberField("num_predict", prompt.maxOutputTokens());
        if (contextTokens != null) {
            json.writeNumberField("num_ctx", contextTokens);
        }
        if (temperature != null) {
            json.writeNumberField("temperature", temperature);
        }
        json.writeEndObject();
    }

    private static void message(JsonGenerator json, Message message) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", message.role() == Role.USER ? "user" : "assistant");
        json.writeStringField("content", message.text());
        if (!message.images().isEmpty()) {
            json.writeArrayFieldStart("images");
            for (Image image : message.images()) {
                if (!(image instanceof Image.Inline inline)) {
                    throw new RejectedException(
                            "image-linked",
                            "Ollama fetches no image from an address: give its bytes in base64, with their media type");
                }
                json.writeString(inline.base64());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    @Override
    public void read(JsonNode reply, ChatText into) throws IOException {
        if (!reply.path("message").isObject()) {
            throw new UnreadableReplyException("holds no message");
        }
        boolean unused = take(reply, into);
    }

    @Override
    public Events events(ChatText into) {
        return line -> take(line, into);
    }

    private static boolean take(JsonNode line, ChatText into) {
        if (line.hasNonNull("error")) {
            throw into.fail(500, line);
        }
        into.say(line.path("message").path("content").asText(""));
        if (!line.path("done").asBoolean()) {
            return false;
        }
        // It counts no prompt that it had in its cache.
        into.read(line.path("prompt_eval_count").asLong(-1));
        into.written(line.path("eval_count").asLong(-1));
        into.stop(line.path("done_reason").asText("").equals("length") ? StopReason.LENGTH : StopReason.END);
        return true;
    }

    @Override
    public ErrorRules errors() {
        return ErrorRules.USUAL;
    }
}
