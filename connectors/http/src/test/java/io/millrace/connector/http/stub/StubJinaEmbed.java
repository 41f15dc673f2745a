package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jina's embedding API, version 1. */
public final class StubJinaEmbed extends StubEmbed {
    private static final Set<String> FIELDS =
            Set.of("model", "input", "task", "dimensions", "embedding_type", "normalized", "truncate", "late_chunking");
    private static final int MOST_TEXTS = 512;
    private static final int MOST_TOKENS = 8_192;
    private static final Map<String, Integer> MODELS = Map.of(
            "jina-embeddings-v3", 1024,
            "jina-embeddings-v4", 2048,
            "jina-embeddings-v5-text-small", 1024,
            "jina-embeddings-v5-text-nano", 768);
    private static final Map<String, Set<String>> TASKS = Map.of(
            "jina-embeddings-v3",
                    Set.of("retrieval.query", "retrieval.passage", "text-matching", "classification", "separation"),
            "jina-embeddings-v4",
                    Set.of("retrieval.query", "retrieval.passage", "text-matching", "code.query", "code.passage"));
    private static final Set<String> V5_TASKS =
            Set.of("retrieval.query", "retrieval.passage", "text-matching", "classification", "clustering");

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    @Override
    public int mostTokens() {
        return MOST_TOKENS;
    }

    @Override
    protected boolean serves(String path) {
        return path.equals("/v1/embeddings");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (request.header("Authorization") == null) {
            return error(401, "AUTH_MISSING_API_KEY", "Authentication required");
        }
        if (!request.hasKey()) {
            return error(401, "AUTH_INVALID_API_KEY", "Invalid API key");
        }
        JsonNode body = request.body();
        String model = body.path("model").asText();
        Integer own = MODELS.get(model);
        if (own == null) {
            return error(400, "INPUT_MODEL_NOT_FOUND", "Model '" + model + "' not found");
        }
        StubReply refused = refusal(body, model, own);
        if (refused != null) {
            return refused;
        }
        List<String> texts = texts(body.path("input"));
        int dimension = body.path("dimensions").asInt(own);
        // Only if asked to, unit length.
        double length = body.path("normalized").asBoolean(false) ? 1 : 3;
        ObjectNode reply = JSON.createObjectNode().put("model", model).put("object", "list");
        reply.putObject("usage").put("total_tokens", tokens(texts)).put("prompt_tokens", tokens(texts));
        for (int at = 0; at < texts.size(); at++) {
            reply.withArray("data")
                    .addObject()
                    .put("object", "embedding")
                    .put("index", at)
                    .set("embedding", StubVectors.json(texts.get(at), dimension, length));
        }
        return new StubReply(200, reply.toString());
    }

    private @Nullable StubReply refusal(JsonNode body, String model, int own) {
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return error(422, "INPUT_VALIDATION", "Extra inputs are not permitted: " + unknown);
        }
        String task = body.path("task").asText();
        if (body.has("task") && !TASKS.getOrDefault(model, V5_TASKS).contains(task)) {
            return error(422, "INPUT_VALIDATION", "Task '" + task + "' is not supported by " + model);
        }
        int dimension = body.path("dimensions").asInt(own);
        if (dimension < 1 || dimension > own) {
            return error(422, "INPUT_VALIDATION", "dimensions must be at most " + own);
        }
        if (!body.path("embedding_type").asText("float").equals("float")) {
            return error(422, "INPUT_VALIDATION", "this stub has floats only");
        }
        JsonNode input = body.path("input");
        if (!isTexts(input) || input.isEmpty()) {
            return error(422, "INPUT_VALIDATION", "input must be a list of texts");
        }
        if (input.size() > MOST_TEXTS) {
            return error(400, "INPUT_VALIDATION", "Each input list can contain at most %d items".formatted(MOST_TEXTS));
        }
        return isTooLong(texts(input)) && !body.path("truncate").asBoolean(false)
                ? error(
                        400,
                        "INPUT_TOKEN_LIMIT_EXCEEDED",
                        "A text exceeds the limit of %d tokens".formatted(MOST_TOKENS))
                : null;
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status,
                JSON.createObjectNode()
                        .put("code", type)
                        .put("message", message)
                        .toString());
    }
}
