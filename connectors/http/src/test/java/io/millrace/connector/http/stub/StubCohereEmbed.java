package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cohere's embedding API, version 2. */
public final class StubCohereEmbed extends StubEmbed {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "input_type",
            "texts",
            "embedding_types",
            "output_dimension",
            "truncate",
            "max_tokens",
            "priority");
    private static final Set<String> INPUT_TYPES =
            Set.of("search_document", "search_query", "classification", "clustering");
    private static final int MOST_TEXTS = 96;
    private static final int MOST_TOKENS = 512;
    private static final Map<String, Set<Integer>> MODELS = Map.of(
            "embed-v5.0-pro", Set.of(2048, 1536, 1024, 768, 512, 256),
            "embed-v5.0-fast", Set.of(2048, 1536, 1024, 768, 512, 256),
            "embed-v4.0", Set.of(1536, 1024, 512, 256),
            "embed-multilingual-v3.0", Set.of(1024));

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    /** Of the third generation, for all. */
    @Override
    public int mostTokens() {
        return MOST_TOKENS;
    }

    @Override
    protected boolean serves(String path) {
        return path.equals("/v2/embed");
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (!request.hasKey()) {
            return error(
                    401, "", request.header("Authorization") == null ? "no api key supplied" : "invalid api token");
        }
        JsonNode body = request.body();
        StubReply refused = refusal(body);
        if (refused != null) {
            return refused;
        }
        List<String> texts = texts(body.path("texts"));
        Set<Integer> possible = MODELS.getOrDefault(body.path("model").asText(), Set.of());
        int own = possible.stream().mapToInt(Integer::intValue).max().orElseThrow();
        int dimension = body.path("output_dimension").asInt(own);
        ObjectNode reply = JSON.createObjectNode().put("id", "stub").put("response_type", "embeddings_by_type");
        ObjectNode embeddings = reply.putObject("embeddings");
        texts.forEach(text -> embeddings.withArray("float").add(StubVectors.json(text, dimension, 2)));
        reply.set("texts", body.path("texts"));
        ObjectNode meta = reply.putObject("meta");
        meta.putObject("api_version").put("version", "2");
        meta.putObject("billed_units").put("input_tokens", tokens(texts));
        return new StubReply(200, reply.toString());
    }

    private @Nullable StubReply refusal(JsonNode body) {
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return error(400, "", "invalid request: unknown field: parameter '" + unknown + "'");
        }
        Set<Integer> dimensions = MODELS.get(body.path("model").asText());
        if (dimensions == null) {
            return error(404, "", "model '" + body.path("model").asText() + "' not found");
        }
        if (!INPUT_TYPES.contains(body.path("input_type").asText())) {
            return error(400, "", "invalid request: valid input_type must be provided with the provided model");
        }
        boolean fixed = dimensions.size() == 1;
        if (body.has("output_dimension")
                && (fixed || !dimensions.contains(body.path("output_dimension").asInt()))) {
            return error(400, "", "invalid request: output_dimension is not supported by this model");
        }
        JsonNode texts = body.path("texts");
        if (!isTexts(texts) || texts.isEmpty()) {
            return error(400, "", "invalid request: list of texts must not be empty");
        }
        if (texts.size() > MOST_TEXTS) {
            return error(
                    400,
                    "",
                    "invalid request: total number of texts must be at most %d - received %d"
                            .formatted(MOST_TEXTS, texts.size()));
        }
        return isTooLong(texts(texts)) && body.path("truncate").asText("END").equals("NONE")
                ? error(
                        400,
                        "",
                        "invalid request: too many tokens: the limit for this model is %d".formatted(MOST_TOKENS))
                : null;
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
