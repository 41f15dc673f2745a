package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The rerank side of Alibaba Cloud's Model Studio, by its compatible API. */
public final class StubDashScope extends StubRerank {
    private static final Set<String> FIELDS = Set.of("model", "query", "documents", "top_n", "instruct");
    private static final int MOST_DOCUMENTS = 500;
    private static final int MOST_TOKENS = 120_000;

    public StubDashScope() {
        super("/compatible-api/v1/reranks");
    }

    @Override
    public int mostDocuments() {
        return MOST_DOCUMENTS;
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (!request.hasKey()) {
            return error(401, "invalid_api_key", "Incorrect API key provided.");
        }
        JsonNode body = request.body();
        JsonNode documents = body.path("documents");
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return invalid("unknown parameter " + unknown);
        }
        String model = body.path("model").asText();
        if (!model.startsWith("qwen3")) {
            return error(404, "model_not_found", "The model `%s` does not exist".formatted(model));
        }
        if (!documents.isArray() || documents.isEmpty() || documents.size() > MOST_DOCUMENTS) {
            return invalid("batch size is invalid, it should not be larger than %d".formatted(MOST_DOCUMENTS));
        }
        String query = body.path("query").asText();
        int tokens = tokens(query, documents);
        if (tokens > MOST_TOKENS) {
            return invalid("input should not be longer than %d tokens".formatted(MOST_TOKENS));
        }
        ObjectNode reply = JSON.createObjectNode()
                .put("object", "list")
                .put("model", model)
                .put("id", "stub");
        ranked(query, documents, "relevance_score", body.path("top_n").asInt(documents.size()))
                .forEach(reply.withArray("results")::add);
        reply.putObject("usage").put("total_tokens", tokens);
        return new StubReply(200, reply.toString());
    }

    private StubReply invalid(String message) {
        return error(400, "InvalidParameter", "<400> InternalError.Algo.InvalidParameter: " + message);
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", type);
        return new StubReply(status, body.put("request_id", "stub").toString());
    }
}
