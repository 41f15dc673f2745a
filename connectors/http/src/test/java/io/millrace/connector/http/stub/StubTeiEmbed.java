package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Text Embeddings Inference 1.9 with {@code BAAI/bge-small-en-v1.5}, started with its defaults. */
public final class StubTeiEmbed extends StubEmbed {
    private static final Set<String> FIELDS =
            Set.of("inputs", "normalize", "truncate", "truncation_direction", "prompt_name", "dimensions");
    private static final Map<String, String> PROMPTS =
            Map.of("query", "Represent this sentence for searching relevant passages: ", "passage", "");
    private static final int DIMENSION = 384;
    private static final int MOST_TEXTS = 32;
    private static final int MOST_TOKENS = 512;
    private static final int MOST_BYTES = 2_000_000;

    private final boolean wantsKey;

    public StubTeiEmbed() {
        this(false);
    }

    /** @param wantsKey whether it was started with {@code --api-key} */
    public StubTeiEmbed(boolean wantsKey) {
        this.wantsKey = wantsKey;
    }

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
        return path.equals("/embed");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (wantsKey && !request.hasKey()) {
            return error(401, "Unauthorized", "Unauthorized");
        }
        if (request.bytes() > MOST_BYTES) {
            return new StubReply(413, "length limit exceeded");
        }
        JsonNode body = request.body();
        JsonNode inputs = body.path("inputs");
        if (inputs.isArray() && inputs.isEmpty()) {
            return error(400, "Empty", "`inputs` cannot be empty");
        }
        String problem = problem(body, inputs);
        if (problem != null) {
            return error(422, "Validation", problem);
        }
        List<String> texts = texts(inputs);
        double length = body.path("normalize").asBoolean(true) ? 1 : 4;
        int dimension = body.path("dimensions").asInt(DIMENSION);
        ArrayNode reply = JSON.createArrayNode();
        texts.forEach(text -> reply.add(StubVectors.json(text, dimension, length)));
        return new StubReply(200, Map.of("x-compute-tokens", Integer.toString(tokens(texts))), reply.toString());
    }

    private @Nullable String problem(JsonNode body, JsonNode inputs) {
        String unknown = unknownField(body, FIELDS);
        if (unknown != null || !isTexts(inputs)) {
            return "unknown field `" + unknown + "`, or `inputs` are no texts";
        }
        if (inputs.size() > MOST_TEXTS) {
            return "batch size %d > maximum allowed batch size %d".formatted(inputs.size(), MOST_TEXTS);
        }
        String prompt = body.path("prompt_name").asText("passage");
        if (!PROMPTS.containsKey(prompt)) {
            return "prompt name `" + prompt + "` not found in the prompts of the model";
        }
        int dimension = body.path("dimensions").asInt(DIMENSION);
        if (dimension < 1 || dimension > DIMENSION) {
            return "`dimensions` should be from 1 to " + DIMENSION;
        }
        return isTooLong(texts(inputs)) && !body.path("truncate").asBoolean(true)
                ? "`inputs` must have less than %d tokens".formatted(MOST_TOKENS)
                : null;
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status,
                JSON.createObjectNode()
                        .put("error", message)
                        .put("error_type", type)
                        .toString());
    }
}
