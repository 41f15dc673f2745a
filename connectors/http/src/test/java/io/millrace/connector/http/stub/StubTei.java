package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.Set;

/** Text Embeddings Inference 1.9 with a reranker, started with its defaults. */
public final class StubTei extends StubRerank {
    private static final Set<String> FIELDS =
            Set.of("query", "texts", "raw_scores", "return_text", "truncate", "truncation_direction");
    private static final int MOST_TEXTS = 32;
    private static final int MOST_BYTES = 2_000_000;

    private final boolean wantsKey;

    public StubTei() {
        this(false);
    }

    /** @param wantsKey whether it was started with {@code --api-key} */
    public StubTei(boolean wantsKey) {
        super("/rerank");
        this.wantsKey = wantsKey;
    }

    @Override
    public int mostDocuments() {
        return MOST_TEXTS;
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
        JsonNode texts = body.path("texts");
        String unknown = unknownField(body, FIELDS);
        if (unknown != null || !texts.isArray() || !body.path("query").isTextual()) {
            return error(422, "Validation", "unknown field `" + unknown + "`, or one is missing");
        }
        if (texts.isEmpty()) {
            return error(400, "Empty", "`texts` cannot be empty");
        }
        if (texts.size() > MOST_TEXTS) {
            return error(
                    422,
                    "Validation",
                    "batch size %d > maximum allowed batch size %d".formatted(texts.size(), MOST_TEXTS));
        }
        String query = body.path("query").asText();
        ArrayNode results = JSON.createArrayNode();
        ranked(query, texts, "score", texts.size()).forEach(results::add);
        return new StubReply(
                200, Map.of("x-compute-tokens", Integer.toString(tokens(query, texts))), results.toString());
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
