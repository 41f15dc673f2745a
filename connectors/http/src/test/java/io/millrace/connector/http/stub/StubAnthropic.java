package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages API, in its versions of 2023-06-01 and 2026-10-21. */
public final class StubAnthropic extends StubChat {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "max_tokens",
            "messages",
            "system",
            "stream",
            "stop_sequences",
            "temperature",
            "top_p",
            "top_k",
            "cache_control",
            "metadata",
            "service_tier");

    /** By a block's type, what it may have beside it. */
    private static final Map<String, Set<String>> BLOCKS = Map.of(
            "text", Set.of("type", "text", "cache_control", "citations"),
            "image", Set.of("type", "source", "cache_control"),
            "search_result", Set.of("type", "source", "title", "content", "citations", "cache_control"));

    private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final String NEWEST = "2026-10-21";
    private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");
    private static final int MOST_BYTES = 32 << 20;
    /** The least beginning that is kept. */
    private static final int CACHED_WORDS = 20;

    private final Set<String> cached = ConcurrentHashMap.newKeySet();

    @Override
    protected boolean serves(String path) {
        return path.equals("/v1/messages");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        String key = request.header("x-api-key");
        if (!request.hasKey() && !KEY.equals(key)) {
            return error(401, "authentication_error", "invalid x-api-key");
        }
        String version = request.header("anthropic-version");
        if (version == null || !Set.of("2023-06-01", NEWEST).contains(version)) {
            return invalid("anthropic-version: header is required, and a version that there is");
        }
        if (request.bytes() > MOST_BYTES) {
            return error(413, "request_too_large", "Request exceeds the maximum size");
        }
        JsonNode body = request.body();
        String model = body.path("model").asText();
        if (!model.startsWith("claude-")) {
            return error(404, "not_found_error", "model: " + model);
        }
        String problem = problem(body, version.equals(NEWEST));
        return problem == null ? message(model, body) : invalid(problem);
    }

    private static @Nullable String problem(JsonNode body, boolean newest) {
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return unknown + ": Extra inputs are not permitted";
        }
        if (body.path("max_tokens").asInt(0) < 1) {
            return "max_tokens: Field required";
        }
        for (String sampling : SAMPLING) {
            if (newest && body.has(sampling)) {
                return sampling + ": not supported by this version";
            }
        }
        JsonNode messages = body.path("messages");
        if (messages.isEmpty() || !messages.path(0).path("role").asText().equals("user")) {
            return "messages: at least one message is required, and the first one is the user's";
        }
        if (!messages.path(messages.size() - 1).path("role").asText().equals("user")) {
            return "messages: the conversation must end with a user message";
        }
        for (JsonNode message : messages) {
            String wrong = problemOfMessage(message, newest);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String problemOfMessage(JsonNode message, boolean newest) {
        String role = message.path("role").asText();
        if (unknownField(message, Set.of("role", "content")) != null
                || !Set.of("user", "assistant").contains(role)) {
            return "messages: Input should have a role, 'user' or 'assistant', and content";
        }
        JsonNode content = message.path("content");
        if (content.isTextual() ? content.textValue().isBlank() : content.isEmpty()) {
            return "messages: all messages must have non-empty content";
        }
        for (JsonNode block : content) {
            String type = block.path("type").asText();
            Set<String> known = BLOCKS.get(type);
            String unknown = known == null ? type : unknownField(block, known);
            if (unknown != null) {
                return "messages.content: Input tag or field '" + unknown + "' is not permitted";
            }
            if (role.equals("assistant") && !type.equals("text")) {
                return "messages.content: '" + type + "' is not permitted in an assistant message";
            }
            if (type.equals("text") && block.path("text").asText().isBlank()) {
                return "messages: text content blocks must be non-empty";
            }
            if (type.equals("text") && newest && !block.path("citations").isEmpty()) {
                return "messages.content: citations of a text block are the model's to give";
            }
            if (type.equals("image") && !isImage(block.path("source"))) {
                return "messages.content.image.source: Input should be a base64 image or a url";
            }
            if (type.equals("search_result")
                    && (!block.path("source").isTextual()
                            || !block.path("title").isTextual()
                            || tokens(block.path("content").path(0).path("text")) == 0)) {
                return "messages.content.search_result: source, title and content are required";
            }
        }
        return null;
    }

    private static boolean isImage(JsonNode source) {
        return switch (source.path("type").asText()) {
            case "base64" ->
                IMAGES.contains(source.path("media_type").asText())
                        && !source.path("data").asText().isEmpty();
            case "url" -> source.path("url").asText().startsWith("http");
            default -> false;
        };
    }

    private StubReply message(String model, JsonNode body) {
        JsonNode messages = body.path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        List<String> passages = new ArrayList<>();
        String asked = content.isTextual() ? content.textValue() : "";
        for (JsonNode block : content) {
            if (block.path("citations").path("enabled").asBoolean()) {
                passages.add(block.path("content").path(0).path("text").asText());
            }
            asked = block.path("text").asText(asked);
        }
        Said said = said(asked, passages, body.path("max_tokens").asInt());
        ObjectNode usage = usage(body);
        ArrayNode citations = citations(said, passages);
        if (body.path("stream").asBoolean()) {
            return streamed(model, said, citations, usage);
        }
        ObjectNode reply = start(model);
        ObjectNode block =
                reply.putArray("content").addObject().put("type", "text").put("text", said.text());
        if (!citations.isEmpty()) {
            block.set("citations", citations);
        }
        reply.put("stop_reason", said.isCut() ? "max_tokens" : "end_turn").putNull("stop_sequence");
        reply.set("usage", usage.put("output_tokens", tokens(said.text())));
        return new StubReply(200, reply.toString());
    }

    private static ObjectNode start(String model) {
        return JSON.createObjectNode()
                .put("id", "msg_stub")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
    }

    private static ArrayNode citations(Said said, List<String> passages) {
        ArrayNode citations = JSON.createArrayNode();
        if (said.passage() >= 0) {
            citations
                    .addObject()
                    .put("type", "search_result_location")
                    .put("cited_text", passages.get(said.passage()))
                    .put("source", "evidence")
                    .put("title", "Evidence")
                    .put("search_result_index", said.passage())
                    .put("start_block_index", 0)
                    .put("end_block_index", 1);
        }
        return citations;
    }

    /** What a mark says to keep is written at first, and read from then on. */
    private ObjectNode usage(JsonNode body) {
        int all = tokens(body.path("system")) + tokens(body.path("messages"));
        JsonNode system = body.path("system").path(0);
        int kept = system.has("cache_control") ? tokens(system.path("text")) : 0;
        boolean known = kept >= CACHED_WORDS && !cached.add(system.path("text").asText());
        int written = kept >= CACHED_WORDS && !known ? kept : 0;
        int read = known ? kept : 0;
        return JSON.createObjectNode()
                .put("input_tokens", all - written - read)
                .put("cache_creation_input_tokens", written)
                .put("cache_read_input_tokens", read);
    }

    private static StubReply streamed(String model, Said said, ArrayNode citations, ObjectNode usage) {
        List<String> events = new ArrayList<>();
        ObjectNode message = start(model);
        message.putArray("content");
        message.putNull("stop_reason");
        message.set("usage", usage.put("output_tokens", 1));
        ObjectNode begin = event("message_start");
        begin.set("message", message);
        events.add(begin.toString());
        ObjectNode block = event("content_block_start").put("index", 0);
        block.putObject("content_block").put("type", "text").put("text", "");
        events.add(block.toString());
        events.add(event("ping").toString());
        for (JsonNode citation : citations) {
            ObjectNode delta = event("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "citations_delta").set("citation", citation);
            events.add(delta.toString());
        }
        for (String word : said.words()) {
            ObjectNode delta = event("content_block_delta").put("index", 0);
            delta.putObject("delta").put("type", "text_delta").put("text", word);
            events.add(delta.toString());
        }
        events.add(event("content_block_stop").put("index", 0).toString());
        ObjectNode end = event("message_delta");
        end.putObject("delta").put("stop_reason", said.isCut() ? "max_tokens" : "end_turn");
        end.putObject("usage").put("output_tokens", tokens(said.text()));
        events.add(end.toString());
        events.add(event("message_stop").toString());
        return events(events);
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private StubReply invalid(String message) {
        return error(400, "invalid_request_error", message);
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        ObjectNode error = event("error").put("request_id", "req_stub");
        error.putObject("error").put("type", type).put("message", message);
        return new StubReply(status, error.toString());
    }
}
