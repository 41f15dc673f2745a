package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cohere's chat API, version 2. */
public final class StubCohereChat extends StubChat {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "messages",
            "stream",
            "documents",
            "citation_options",
            "max_tokens",
            "temperature",
            "k",
            "p",
            "seed",
            "stop_sequences",
            "safety_mode");

    private static final Set<String> MODES = Set.of("FAST", "ACCURATE", "OFF", "ENABLED", "DISABLED");
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    @Override
    protected boolean serves(String path) {
        return path.equals("/v2/chat");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (!request.hasKey()) {
            return error(
                    401, "", request.header("Authorization") == null ? "no api key supplied" : "invalid api token");
        }
        JsonNode body = request.body();
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return error(422, "", "unknown field: parameter '" + unknown + "' is not a valid field");
        }
        String model = body.path("model").asText();
        if (!model.startsWith("command-")) {
            return error(404, "", "model '" + model + "' not found");
        }
        String problem = problem(body);
        return problem == null ? said(body) : error(400, "", "invalid request: " + problem);
    }

    private static @Nullable String problem(JsonNode body) {
        if (!body.path("stream").isBoolean()) {
            return "stream must be true or false";
        }
        JsonNode messages = body.path("messages");
        if (messages.isEmpty()) {
            return "list of messages must not be empty";
        }
        for (JsonNode message : messages) {
            if (!ROLES.contains(message.path("role").asText()) || tokens(message.path("content")) == 0) {
                return "all messages must have a role and non-empty content";
            }
            for (JsonNode part : message.path("content")) {
                if (part.path("type").asText().equals("image_url")
                        && !part.path("image_url").path("url").asText().matches("(data:image/|https?://).*")) {
                    return "image_url must have a url";
                }
            }
        }
        if (!messages.path(messages.size() - 1).path("role").asText().equals("user")) {
            return "the last message must be the user's";
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode document : body.path("documents")) {
            if (!document.path("data").isObject()
                    || !ids.add(document.path("id").asText())) {
                return "documents must have data and an id of their own";
            }
        }
        JsonNode mode = body.path("citation_options").path("mode");
        return mode.isMissingNode() || MODES.contains(mode.asText()) ? null : "citation_options.mode is not valid";
    }

    private StubReply said(JsonNode body) {
        List<String> passages = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode document : body.path("documents")) {
            passages.add(document.path("data").path("text").asText());
            ids.add(document.path("id").asText());
        }
        JsonNode messages = body.path("messages");
        JsonNode content = messages.path(messages.size() - 1).path("content");
        String asked = content.isTextual()
                ? content.textValue()
                : content.path(0).path("text").asText();
        Said said = said(asked, passages, body.path("max_tokens").asInt(Integer.MAX_VALUE));
        int read = tokens(body.path("documents"));
        for (JsonNode message : messages) {
            read += tokens(message.path("content"));
        }
        ObjectNode end = end(said, read);
        ArrayNode citations = citations(said, ids);
        if (body.path("stream").asBoolean()) {
            return streamed(said, citations, end);
        }
        end.put("id", "stub");
        ObjectNode message = end.putObject("message").put("role", "assistant");
        message.putArray("content").addObject().put("type", "text").put("text", said.text());
        if (!citations.isEmpty()) {
            message.set("citations", citations);
        }
        return new StubReply(200, end.toString());
    }

    private static ObjectNode end(Said said, int read) {
        ObjectNode end = JSON.createObjectNode().put("finish_reason", said.isCut() ? "MAX_TOKENS" : "COMPLETE");
        ObjectNode usage = end.putObject("usage");
        int written = tokens(said.text());
        usage.putObject("billed_units").put("input_tokens", read).put("output_tokens", written);
        // With what Cohere puts around the prompt.
        usage.putObject("tokens").put("input_tokens", read + 500).put("output_tokens", written + 4);
        return end;
    }

    /** Of all that was said, but for the full stop. */
    private static ArrayNode citations(Said said, List<String> ids) {
        ArrayNode citations = JSON.createArrayNode();
        if (said.passage() >= 0) {
            String text = said.text().replaceFirst("[.!?]$", "");
            ObjectNode citation = citations.addObject();
            citation.put("start", 0)
                    .put("end", text.codePointCount(0, text.length()))
                    .put("text", text);
            citation.put("type", "TEXT_CONTENT");
            citation.putArray("sources")
                    .addObject()
                    .put("type", "document")
                    .put("id", ids.get(said.passage()))
                    .putObject("document");
        }
        return citations;
    }

    private static StubReply streamed(Said said, ArrayNode citations, ObjectNode end) {
        List<String> events = new ArrayList<>();
        ObjectNode start = event("message-start");
        start.putObject("delta").putObject("message").put("role", "assistant");
        events.add(start.toString());
        events.add(content("content-start", "").toString());
        for (String word : said.words()) {
            events.add(content("content-delta", word).toString());
        }
        for (JsonNode citation : citations) {
            ObjectNode cited = event("citation-start").put("index", 0);
            cited.putObject("delta").putObject("message").set("citations", citation);
            events.add(cited.toString());
            events.add(event("citation-end").put("index", 0).toString());
        }
        events.add(event("content-end").put("index", 0).toString());
        ObjectNode last = event("message-end");
        last.set("delta", end);
        events.add(last.toString());
        return events(events);
    }

    private static ObjectNode content(String type, String text) {
        ObjectNode event = event(type).put("index", 0);
        event.putObject("delta")
                .putObject("message")
                .putObject("content")
                .put("type", "text")
                .put("text", text);
        return event;
    }

    private static ObjectNode event(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status,
                JSON.createObjectNode()
                        .put("id", "stub")
                        .put("message", message)
                        .toString());
    }
}
