package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Voyage's rerank API, version 1. */
public final class StubVoyageRerank extends StubRerank {
    private static final Set<String> FIELDS =
            Set.of("query", "documents", "model", "top_k", "return_documents", "truncation");
    private static final int MOST_DOCUMENTS = 1_000;
    private static final int MOST_TOKENS = 600_000;

    public StubVoyageRerank() {
        super("/v1/rerank");
    }

    @Override
    public int mostDocuments() {
        return MOST_DOCUMENTS;
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (!request.hasKey()) {
            return error(401, "", "Provided API key is invalid.");
        }
        JsonNode body = request.body();
        JsonNode documents = body.path("documents");
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return error(400, "", "Argument '" + unknown + "' is not supported by our API");
        }
        String model = body.path("model").asText();
        if (!model.startsWith("rerank-")) {
            return error(400, "", "Model %s is not supported. Supported models are [rerank-2.5].".formatted(model));
        }
        if (!documents.isArray() || documents.isEmpty() || documents.size() > MOST_DOCUMENTS) {
            return error(
                    400,
                    "",
                    "The number of documents must be from 1 to %d, got %d".formatted(MOST_DOCUMENTS, documents.size()));
        }
        String query = body.path("query").asText();
        int tokens = tokens(query, documents);
        if (tokens > MOST_TOKENS) {
            return error(400, "", "The max allowed tokens is %d, got %d".formatted(MOST_TOKENS, tokens));
        }
        ObjectNode reply = JSON.createObjectNode().put("object", "list").put("model", model);
        ranked(query, documents, "relevance_score", body.path("top_k").asInt(documents.size()))
                .forEach(reply.withArray("data")::add);
        reply.putObject("usage").put("total_tokens", tokens);
        return new StubReply(200, reply.toString());
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(
                status, JSON.createObjectNode().put("detail", message).toString());
    }
}
