package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/chat/completions}. The answer is the line of the prompt that is marked {@code [1]}, quoted with its
 * marker; without one, it says what was asked. With {@code stream}, it comes word by word.
 */
final class ChatEndpoint {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "n",
            "stop",
            "seed",
            "stream",
            "stream_options",
            "user",
            "response_format",
            "reasoning_effort");

    private static final Pattern MODEL = Pattern.compile("gpt-[\\w.-]+");
    private static final Pattern REASONING_MODEL = Pattern.compile("gpt-[5-9].*");
    private static final Pattern EVIDENCE = Pattern.compile("\\[1\\][ \\t:]*\\R?([^\\r\\n]+)");
    private static final Pattern IMAGE =
            Pattern.compile("https?://.+|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*");
    private static final int CONTEXT_TOKENS = 128_000;

    private final Queue<String> nextReplies = new ConcurrentLinkedQueue<>();

    /** These come first, in this order. */
    void replyNext(List<String> replies) {
        nextReplies.addAll(replies);
    }

    /** The messages of a request. */
    static List<String> texts(JsonNode request) {
        List<String> texts = new ArrayList<>();
        request.path("messages").forEach(message -> texts.add(text(message.path("content"))));
        return texts;
    }

    /** Of a message, or of its parts of that type. */
    private static String text(JsonNode content) {
        StringBuilder text = new StringBuilder(content.asText(""));
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    StubReply answer(JsonNode request) throws IOException {
        List<String> texts = texts(request);
        int tokens = texts.stream().mapToInt(StubTokens::count).sum();
        String model = request.path("model").asText();
        if (request.hasNonNull("model") && !MODEL.matcher(model).matches()) {
            return StubReply.refused(404, StubErrors.unknownModel(model), texts.size(), tokens);
        }
        String problem = problem(request, texts, tokens);
        if (problem != null) {
            return StubReply.refused(400, problem, texts.size(), tokens);
        }
        int most = request.path("max_completion_tokens")
                .asInt(request.path("max_tokens").asInt(Integer.MAX_VALUE));
        String whole = reply(texts);
        String text = cut(whole, most);
        int written = StubTokens.count(text);
        String finishReason = text.length() < whole.length() ? "length" : "stop";
        ObjectNode usage = usage(tokens, written);
        if (request.path("stream").asBoolean()) {
            boolean counted =
                    request.path("stream_options").path("include_usage").asBoolean();
            return new StubReply(
                    200,
                    (to, spoiled) -> {},
                    spoiled -> StubStream.of(
                            model,
                            text,
                            finishReason,
                            written,
                            counted && spoiled != Fault.Spoiled.WITHOUT_USAGE ? usage : null),
                    texts.size(),
                    tokens,
                    written,
                    List.of());
        }
        byte[] body = StubOpenAi.JSON.writeValueAsBytes(completion(model, text, finishReason, usage));
        return new StubReply(200, (to, spoiled) -> to.write(body), texts.size(), tokens, written, List.of());
    }

    private static @Nullable String problem(JsonNode request, List<String> texts, int tokens) {
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                return StubErrors.unknownField(name);
            }
        }
        if (!request.hasNonNull("model")) {
            return StubErrors.missingField("model");
        }
        if (texts.isEmpty()) {
            return StubErrors.missingField("messages");
        }
        if (request.has("stream_options") && !request.path("stream").asBoolean()) {
            return StubErrors.streamOptionsAlone();
        }
        if (request.has("max_tokens")
                && REASONING_MODEL.matcher(request.path("model").asText()).matches()) {
            return StubErrors.unsupportedMaxTokens();
        }
        if (request.has("temperature")
                && REASONING_MODEL.matcher(request.path("model").asText()).matches()
                && !request.path("reasoning_effort").asText().equals("none")) {
            return StubErrors.unsupportedTemperature();
        }
        for (JsonNode message : request.path("messages")) {
            for (JsonNode part : message.path("content")) {
                if (!isPart(part)) {
                    return StubErrors.badPart();
                }
            }
        }
        return tokens > CONTEXT_TOKENS
                ? StubErrors.body(
                        "This model's maximum context length is %d tokens. However, your messages resulted in %d tokens. Please reduce the length of the messages."
                                .formatted(CONTEXT_TOKENS, tokens),
                        "invalid_request_error",
                        "messages",
                        "context_length_exceeded")
                : null;
    }

    private static boolean isPart(JsonNode part) {
        return switch (part.path("type").asText()) {
            case "text" -> part.path("text").isTextual();
            case "image_url" ->
                IMAGE.matcher(part.path("image_url").path("url").asText()).matches();
            default -> false;
        };
    }

    private String reply(List<String> texts) {
        String given = nextReplies.poll();
        if (given != null) {
            return given;
        }
        for (int at = texts.size() - 1; at >= 0; at--) {
            Matcher evidence = EVIDENCE.matcher(texts.get(at));
            if (evidence.find()) {
                return evidence.group(1).strip() + " [1]";
            }
        }
        return "You asked: " + texts.get(texts.size() - 1).lines().findFirst().orElse("");
    }

    /** Words, a token each, about. */
    private static String cut(String text, int mostTokens) {
        String shorter = text;
        while (StubTokens.count(shorter) > mostTokens && shorter.contains(" ")) {
            shorter = shorter.substring(0, shorter.lastIndexOf(' '));
        }
        return shorter;
    }

    private static ObjectNode completion(String model, String text, String finishReason, ObjectNode usage) {
        ObjectNode completion = StubOpenAi.JSON.createObjectNode();
        completion
                .put("id", "chatcmpl-stub")
                .put("object", "chat.completion")
                .put("created", 0)
                .put("model", model);
        ObjectNode choice = completion.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", finishReason).putNull("logprobs");
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal");
        completion.set("usage", usage);
        return completion;
    }

    private static ObjectNode usage(int tokens, int written) {
        return StubOpenAi.JSON
                .createObjectNode()
                .put("prompt_tokens", tokens)
                .put("completion_tokens", written)
                .put("total_tokens", tokens + written);
    }
}
