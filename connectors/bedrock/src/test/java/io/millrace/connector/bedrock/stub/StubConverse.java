package io.millrace.connector.bedrock.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /model/{id}/converse} and {@code /converse-stream}. The answer is the line of the prompt that is marked
 * {@code [1]}, quoted with its marker; without one, it says what was asked.
 */
final class StubConverse {
    private static final Pattern EVIDENCE = Pattern.compile("\\[1\\][ \\t:]*\\R?([^\\r\\n]+)");
    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");
    private static final List<String> FIELDS = List.of("messages", "system", "inferenceConfig");

    private StubConverse() {}

    static StubReply answer(JsonNode body, boolean streamed) {
        String problem = problem(body);
        if (problem != null) {
            return StubReply.error(400, "ValidationException", problem);
        }
        List<String> texts = texts(body);
        String whole = reply(texts);
        int most = body.path("inferenceConfig").path("maxTokens").asInt(Integer.MAX_VALUE);
        List<String> words = words(whole);
        boolean cut = words.size() > most;
        List<String> said = cut ? words.subList(0, most) : words;
        String stopReason = cut ? "max_tokens" : "end_turn";
        ObjectNode counts = counts(texts, said.size());
        return streamed ? stream(said, stopReason, counts) : whole(String.join("", said), stopReason, counts);
    }

    private static @Nullable String problem(JsonNode body) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                return "The field " + name + " isn't known to this stub.";
            }
        }
        String last = "";
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (role.equals(last)) {
                return "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.";
            }
            last = role;
            String block = blockProblem(message.path("content"));
            if (block != null) {
                return block;
            }
        }
        return last.equals("user") ? null : "A conversation must start with a user message, and end with one.";
    }

    private static @Nullable String blockProblem(JsonNode content) {
        if (content.isEmpty()) {
            return "The content field in the Message object is empty. Add a ContentBlock object to the content field and try again.";
        }
        for (JsonNode block : content) {
            if (block.has("text") && block.path("text").asText().isBlank()) {
                return "The text field in the ContentBlock object is blank. Add text to the text field, and try again.";
            }
            if (block.has("image") && !isImage(block.path("image"))) {
                return "Could not process image";
            }
        }
        return null;
    }

    /** By the first bytes of its kind. */
    private static boolean isImage(JsonNode image) {
        byte[] bytes =
                Base64.getDecoder().decode(image.path("source").path("bytes").asText());
        return switch (image.path("format").asText()) {
            case "png" -> bytes.length > 3 && bytes[1] == 'P' && bytes[2] == 'N' && bytes[3] == 'G';
            case "jpeg" -> bytes.length > 1 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8;
            default -> false;
        };
    }

    private static List<String> texts(JsonNode body) {
        List<String> texts = new ArrayList<>();
        body.path("system").forEach(block -> texts.add(block.path("text").asText()));
        for (JsonNode message : body.path("messages")) {
            message.path("content")
                    .forEach(block -> texts.add(block.path("text").asText()));
        }
        return texts;
    }

    private static String reply(List<String> texts) {
        for (int at = texts.size() - 1; at >= 0; at--) {
            Matcher evidence = EVIDENCE.matcher(texts.get(at));
            if (evidence.find()) {
                return evidence.group(1).strip() + " [1]";
            }
        }
        return "You asked: " + texts.get(texts.size() - 1).lines().findFirst().orElse("");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            words.add(word.group());
        }
        return words;
    }

    private static StubReply whole(String text, String stopReason, ObjectNode counts) {
        ObjectNode reply = StubBedrock.JSON.createObjectNode();
        ObjectNode message = reply.putObject("output").putObject("message").put("role", "assistant");
        message.putArray("content").addObject().put("text", text);
        reply.put("stopReason", stopReason).set("usage", counts);
        reply.putObject("metrics").put("latencyMs", 5);
        return StubReply.json(200, reply.toString());
    }

    private static StubReply stream(List<String> words, String stopReason, ObjectNode counts) {
        List<byte[]> messages = new ArrayList<>();
        messages.add(EventMessage.event("messageStart", "{\"role\":\"assistant\"}"));
        for (String word : words) {
            messages.add(delta(word));
        }
        messages.add(EventMessage.event("contentBlockStop", "{\"contentBlockIndex\":0}"));
        messages.add(EventMessage.event("messageStop", "{\"stopReason\":\"" + stopReason + "\"}"));
        ObjectNode metadata = StubBedrock.JSON.createObjectNode();
        metadata.set("usage", counts);
        metadata.putObject("metrics").put("latencyMs", 5);
        messages.add(EventMessage.event("metadata", metadata.toString()));
        return StubReply.stream(messages);
    }

    static byte[] delta(String text) {
        ObjectNode payload = StubBedrock.JSON.createObjectNode().put("contentBlockIndex", 0);
        payload.putObject("delta").put("text", text);
        return EventMessage.event("contentBlockDelta", payload.toString());
    }

    private static ObjectNode counts(List<String> texts, int written) {
        int read = texts.stream().mapToInt(StubEmbeddings::tokens).sum();
        return StubBedrock.JSON
                .createObjectNode()
                .put("inputTokens", read)
                .put("outputTokens", written)
                .put("totalTokens", read + written);
    }
}
