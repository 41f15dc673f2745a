package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Google's Gemini API, as far as it generates content. */
public final class StubGeminiChat extends StubChat {
    private static final Pattern PATH =
            Pattern.compile("/v1beta/models/([\\w.-]+):(generateContent|streamGenerateContent)");
    private static final Set<String> FIELDS =
            Set.of("contents", "systemInstruction", "generationConfig", "safetySettings", "tools", "cachedContent");
    private static final Set<String> CONFIG = Set.of(
            "maxOutputTokens", "temperature", "topP", "topK", "stopSequences", "thinkingConfig", "candidateCount");
    private static final Set<String> PARTS = Set.of("text", "inlineData", "fileData");

    @Override
    protected boolean serves(String path) {
        return PATH.matcher(path).matches();
    }

    @Override
    protected StubReply answer(StubRequest request) {
        String key = request.header("x-goog-api-key");
        if (key == null) {
            return error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers");
        }
        if (!key.equals(KEY)) {
            return badKey();
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !path.group(1).startsWith("gemini-")) {
            return error(404, "NOT_FOUND", request.path() + " is not found for API version v1beta");
        }
        String problem = problem(request.body());
        if (problem != null) {
            return error(400, "INVALID_ARGUMENT", problem);
        }
        return generated(request.body(), path.group(2).startsWith("stream"));
    }

    private static @Nullable String problem(JsonNode body) {
        String unknown = unknownField(body, FIELDS);
        unknown = unknown == null ? unknownField(body.path("generationConfig"), CONFIG) : unknown;
        for (JsonNode content : body.path("contents")) {
            unknown = unknown == null ? unknownField(content, Set.of("role", "parts")) : unknown;
            unknown = unknown == null ? unknownIn(content.path("parts"), PARTS) : unknown;
            if (!Set.of("user", "model").contains(content.path("role").asText())) {
                return "Please use a valid role: user, model.";
            }
            if (content.path("parts").isEmpty() || tokens(content.path("parts")) == 0) {
                return "Unable to submit request because it must have a text parameter.";
            }
        }
        if (unknown != null) {
            return "Invalid JSON payload received. Unknown name \"%s\": Cannot find field.".formatted(unknown);
        }
        return body.path("contents").isEmpty() ? "contents is not specified" : null;
    }

    private StubReply generated(JsonNode body, boolean streamed) {
        JsonNode contents = body.path("contents");
        String asked = "";
        for (JsonNode part : contents.path(contents.size() - 1).path("parts")) {
            asked = part.path("text").asText(asked);
        }
        int read = tokens(body.path("systemInstruction"));
        for (JsonNode content : contents) {
            read += tokens(content.path("parts"));
        }
        int most = body.path("generationConfig").path("maxOutputTokens").asInt(Integer.MAX_VALUE);
        Said said = said(asked, List.of(), most);
        String reason = said.isCut() ? "MAX_TOKENS" : "STOP";
        int written = tokens(said.text());
        if (!streamed) {
            return new StubReply(
                    200, candidate(said.text(), reason, read, written).toString());
        }
        List<String> events = new ArrayList<>();
        List<String> words = said.words();
        for (int at = 0; at < words.size(); at++) {
            String end = at == words.size() - 1 ? reason : null;
            events.add(candidate(words.get(at), end, read, at + 1).toString());
        }
        return events(events);
    }

    private static ObjectNode candidate(String text, @Nullable String reason, int read, int written) {
        ObjectNode reply = JSON.createObjectNode().put("modelVersion", "stub");
        ObjectNode candidate = reply.putArray("candidates").addObject().put("index", 0);
        candidate
                .putObject("content")
                .put("role", "model")
                .putArray("parts")
                .addObject()
                .put("text", text);
        if (reason != null) {
            candidate.put("finishReason", reason);
        }
        reply.putObject("usageMetadata")
                .put("promptTokenCount", read)
                .put("candidatesTokenCount", written)
                .put("totalTokenCount", read + written);
        return reply;
    }

    private StubReply badKey() {
        ObjectNode body = body(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");
        body.withObject("/error")
                .putArray("details")
                .addObject()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", "API_KEY_INVALID")
                .put("domain", "googleapis.com");
        return new StubReply(400, body.toString());
    }

    private static ObjectNode body(int status, String name, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", status).put("message", message).put("status", name);
        return body;
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(status, body(status, type, message).toString());
    }
}
