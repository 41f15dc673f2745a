package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The embedding side of Ollama's own API. It wants no key. */
public final class StubOllama extends StubEmbed {
    private static final Set<String> FIELDS =
            Set.of("model", "input", "truncate", "dimensions", "keep_alive", "options");
    private static final int MOST_TOKENS = 2_048;
    private static final Map<String, Integer> MODELS = Map.of("nomic-embed-text", 768, "embeddinggemma", 768);
    private static final String CHAT_MODEL = "llama3.2";

    private final boolean wantsKey;

    public StubOllama() {
        this(false);
    }

    /** @param wantsKey whether it stands behind a proxy that wants one */
    public StubOllama(boolean wantsKey) {
        this.wantsKey = wantsKey;
    }

    /** There is no limit. */
    @Override
    public int mostTexts() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int mostTokens() {
        return MOST_TOKENS;
    }

    @Override
    protected boolean serves(String path) {
        return path.equals("/api/embed");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (wantsKey && !request.hasKey()) {
            return error(401, "", "unauthorized");
        }
        JsonNode body = request.body();
        String model = body.path("model").asText();
        if (model.equals(CHAT_MODEL)) {
            return error(501, "", "this model does not support embeddings");
        }
        Integer own = MODELS.get(model);
        if (own == null) {
            return error(404, "", "model \"" + model + "\" not found, try pulling it first");
        }
        String problem = problem(body, own);
        if (problem != null) {
            return error(400, "", problem);
        }
        List<String> texts = texts(body.path("input"));
        int dimension = Math.min(own, body.path("dimensions").asInt(own));
        ObjectNode reply = JSON.createObjectNode().put("model", model);
        reply.putArray("embeddings");
        texts.forEach(text -> reply.withArray("embeddings").add(StubVectors.json(text, dimension)));
        reply.put("total_duration", 1).put("load_duration", 1).put("prompt_eval_count", tokens(texts));
        return new StubReply(200, reply.toString());
    }

    private @Nullable String problem(JsonNode body, int own) {
        // The server itself looks over fields that it doesn't know; here they would be a mistake.
        String unknown = unknownField(body, FIELDS);
        if (unknown != null || !isTexts(body.path("input"))) {
            return "invalid input type, or unknown field " + unknown;
        }
        if (body.path("dimensions").asInt(own) < 1) {
            return "dimensions must be positive";
        }
        return isTooLong(texts(body.path("input"))) && !body.path("truncate").asBoolean(true)
                ? "the input length exceeds the context length"
                : null;
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status, JSON.createObjectNode().put("error", message).toString());
    }
}
