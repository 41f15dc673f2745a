package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Voyage's embedding API, version 1. */
public final class StubVoyage extends StubEmbed {
    private static final Set<String> FIELDS =
            Set.of("input", "model", "input_type", "truncation", "output_dimension", "output_dtype", "encoding_format");
    private static final Set<Integer> DIMENSIONS = Set.of(2048, 1024, 512, 256);
    private static final int OWN = 1024;
    private static final int MOST_TEXTS = 1_000;
    private static final int MOST_TOKENS = 32_000;
    /** By model, tokens of a request. */
    private static final Map<String, Integer> MODELS = Map.of(
            "voyage-4-large", 120_000,
            "voyage-4", 320_000,
            "voyage-4-lite", 1_000_000,
            "voyage-law-2", 120_000);

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
        if (!request.hasKey()) {
            return error(401, "", "Provided API key is invalid.");
        }
        JsonNode body = request.body();
        String problem = problem(body);
        if (problem != null) {
            return error(400, "", problem);
        }
        List<String> texts = texts(body.path("input"));
        int dimension = body.path("output_dimension").asInt(OWN);
        ObjectNode reply = JSON.createObjectNode()
                .put("object", "list")
                .put("model", body.path("model").asText());
        for (int at = 0; at < texts.size(); at++) {
            reply.withArray("data")
                    .addObject()
                    .put("object", "embedding")
                    .put("index", at)
                    .set("embedding", StubVectors.json(texts.get(at), dimension));
        }
        reply.putObject("usage").put("total_tokens", tokens(texts));
        return new StubReply(200, reply.toString());
    }

    private @Nullable String problem(JsonNode body) {
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return "Argument '" + unknown + "' is not supported by our API";
        }
        String model = body.path("model").asText();
        Integer most = MODELS.get(model);
        if (most == null) {
            return "Model %s is not supported. Supported models are %s.".formatted(model, MODELS.keySet());
        }
        if (body.has("input_type")
                && !Set.of("query", "document").contains(body.path("input_type").asText())) {
            return "Value '%s' provided for argument 'input_type' is not valid"
                    .formatted(body.path("input_type").asText());
        }
        boolean fixed = model.equals("voyage-law-2");
        if (body.has("output_dimension")
                && (fixed || !DIMENSIONS.contains(body.path("output_dimension").asInt()))) {
            return "Model %s does not support the provided output_dimension".formatted(model);
        }
        JsonNode input = body.path("input");
        if (!isTexts(input) || input.isEmpty()) {
            return "The 'input' argument must be a list of non-empty strings";
        }
        if (input.size() > MOST_TEXTS) {
            return "The batch size limit is %d. Your batch size is %d.".formatted(MOST_TEXTS, input.size());
        }
        List<String> texts = texts(input);
        if (isTooLong(texts) && !body.path("truncation").asBoolean(true)) {
            return "The example at an index has too many tokens and does not fit into the model's context window of %d"
                    .formatted(MOST_TOKENS);
        }
        return tokens(texts) > most
                ? "The max allowed tokens per submitted batch is %d. Your batch has %d tokens"
                        .formatted(most, tokens(texts))
                : null;
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status, JSON.createObjectNode().put("detail", message).toString());
    }
}
