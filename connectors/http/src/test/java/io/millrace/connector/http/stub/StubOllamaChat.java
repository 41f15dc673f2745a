package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An Ollama server's own chat API. It has one model, {@code llama3.2}, and wants no key. */
public final class StubOllamaChat extends StubChat {
    private static final Set<String> OPTIONS = Set.of("num_predict", "num_ctx", "temperature", "seed", "stop");
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    private final boolean wantsKey;

    public StubOllamaChat() {
        this(false);
    }

    /** @param wantsKey whether it stands behind a proxy that wants one */
    public StubOllamaChat(boolean wantsKey) {
        this.wantsKey = wantsKey;
    }

    @Override
    protected boolean serves(String path) {
        return path.equals("/api/chat");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (wantsKey && !request.hasKey()) {
            return error(401, "", "unauthorized");
        }
        JsonNode body = request.body();
        String model = body.path("model").asText();
        if (model.isEmpty()) {
            return error(400, "", "model is required");
        }
        if (!model.equals("llama3.2")) {
            return error(404, "", "model '" + model + "' not found");
        }
        String problem = problem(body);
        return problem == null ? said(model, body) : error(400, "", problem);
    }

    /** Unknown fields are passed over by the real server, options that aren't known with a warning in its log. */
    private static @Nullable String problem(JsonNode body) {
        if (unknownField(body.path("options"), OPTIONS) != null) {
            return "invalid option provided";
        }
        for (JsonNode message : body.path("messages")) {
            if (!ROLES.contains(message.path("role").asText())) {
                return "invalid role";
            }
            for (JsonNode image : message.path("images")) {
                if (!isBase64(image.asText())) {
                    return "illegal base64 data at input byte 4";
                }
            }
        }
        return null;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException no) {
            return false;
        }
    }

    private StubReply said(String model, JsonNode body) {
        JsonNode messages = body.path("messages");
        String asked = messages.path(messages.size() - 1).path("content").asText();
        int read = 0;
        for (JsonNode message : messages) {
            read += tokens(message.path("content"));
        }
        Said said =
                said(asked, List.of(), body.path("options").path("num_predict").asInt(Integer.MAX_VALUE));
        boolean streamed = body.path("stream").asBoolean(true);
        List<String> lines = new ArrayList<>();
        if (streamed) {
            said.words().forEach(word -> lines.add(line(model, word, false).toString()));
        }
        lines.add(line(model, streamed ? "" : said.text(), true)
                .put("done_reason", said.isCut() ? "length" : "stop")
                .put("total_duration", 1_000_000)
                .put("prompt_eval_count", read)
                .put("eval_count", tokens(said.text()))
                .toString());
        return new StubReply(200, Map.of("Content-Type", "application/x-ndjson"), String.join("\n", lines) + "\n");
    }

    private static ObjectNode line(String model, String text, boolean done) {
        ObjectNode line = JSON.createObjectNode().put("model", model).put("created_at", "2026-11-28T00:00:00Z");
        line.putObject("message").put("role", "assistant").put("content", text);
        return line.put("done", done);
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status, JSON.createObjectNode().put("error", message).toString());
    }
}
