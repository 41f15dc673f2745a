package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.Image;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Google's Gemini API (ai.google.dev/api/generate-content): {@code :generateContent}, streamed by
 * {@code :streamGenerateContent}. An event of a streamed reply is a reply of its own that goes on with the one before.
 *
 * @param temperature null to leave it out, as models from Gemini 3.6 on want it
 */
record GeminiChatWire(String model, @Nullable Double temperature) implements ChatWire {
    @Override
    public String path(boolean streamed) {
        String name = model.startsWith("models/") ? model.substring("models/".length()) : model;
        return "/v1beta/models/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8)
                + (streamed ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    public void write(JsonGenerator json, Prompt prompt, boolean streamed) throws IOException {
        if (!prompt.system().isBlank()) {
            json.writeObjectFieldStart("systemInstruction");
            json.writeArrayFieldStart("parts");
            text(json, prompt.system());
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeArrayFieldStart("contents");
        for (Message message : prompt.messages()) {
            json.writeStartObject();
            json.writeStringField("role", message.role() == Role.USER ? "user" : "model");
            json.writeArrayFieldStart("parts");
            for (Image image : message.images()) {
                image(json, image);
            }
            text(json, message.text());
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("generationConfig");
        json.writeNumberField("maxOutputTokens", prompt.maxOutputTokens());
        if (temperature != null) {
            json.writeNumberField("temperature", temperature);
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("text", text);
        json.writeEndObject();
    }

    private static void image(JsonGenerator json, Image image) throws IOException {
        json.writeStartObject();
        if (image instanceof Image.Inline inline) {
            json.writeObjectFieldStart("inlineData");
            json.writeStringField("mimeType", inline.mediaType());
            json.writeStringField("data", inline.base64());
        } else if (image instanceof Image.Linked linked) {
            json.writeObjectFieldStart("fileData");
            json.writeStringField("fileUri", linked.uri().toString());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void read(JsonNode reply, ChatText into) throws IOException {
        if (!take(reply, into)) {
            throw new UnreadableReplyException("holds no candidate");
        }
    }

    /** The last event is the one before the end: tokens are counted in each, and the last count is the whole one. */
    @Override
    public Events events(ChatText into) {
        return event -> {
            if (event.hasNonNull("error")) {
                throw into.fail(event.path("error").path("code").asInt(500), event);
            }
            boolean unused = take(event, into);
            return false;
        };
    }

    /** Whether there was something to take. */
    private static boolean take(JsonNode reply, ChatText into) {
        JsonNode usage = reply.path("usageMetadata");
        into.read(usage.path("promptTokenCount").asLong(-1));
        if (usage.isObject()) {
            // Thoughts are paid for as what is written.
            into.written(usage.path("candidatesTokenCount").asLong(0)
                    + usage.path("thoughtsTokenCount").asLong(0));
        }
        if (reply.path("promptFeedback").hasNonNull("blockReason")) {
            into.stop(StopReason.FILTERED);
            return true;
        }
        JsonNode candidate = reply.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (!part.path("thought").asBoolean()) {
                into.say(part.path("text").asText(""));
            }
        }
        if (candidate.hasNonNull("finishReason")) {
            into.stop(stopReason(candidate.path("finishReason").asText()));
        }
        return candidate.isObject();
    }

    private static StopReason stopReason(String reason) {
        return switch (reason) {
            case "MAX_TOKENS" -> StopReason.LENGTH;
            case "SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
                StopReason.FILTERED;
            default -> StopReason.END;
        };
    }

    @Override
    public ErrorRules errors() {
        return new GoogleErrors();
    }
}
