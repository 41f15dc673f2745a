package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Jina's rerank API, version 1. */
public final class StubJina extends StubRerank {
    private static final Set<String> FIELDS = Set.of("model", "query", "documents", "top_n", "return_documents");
    private static final int MOST_DOCUMENTS = 512;

    public StubJina() {
        super("/v1/rerank");
    }

    @Override
    public int mostDocuments() {
        return MOST_DOCUMENTS;
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
        JsonNode documents = body.path("documents");
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return error(422, "INPUT_VALIDATION", "Extra inputs are not permitted: " + unknown);
        }
        String model = body.path("model").asText();
        if (!model.startsWith("jina-")) {
            return error(400, "INPUT_MODEL_NOT_FOUND", "Model '" + model + "' not found");
        }
        if (!documents.isArray() || documents.isEmpty() || documents.size() > MOST_DOCUMENTS) {
            return error(
                    400, "INPUT_VALIDATION", "Each input list can contain at most %d items".formatted(MOST_DOCUMENTS));
        }
        String query = body.path("query").asText();
        ObjectNode reply = JSON.createObjectNode().put("model", model);
        reply.putObject("usage").put("total_tokens", tokens(query, documents));
        ranked(query, documents, "relevance_score", body.path("top_n").asInt(documents.size()))
                .forEach(result -> {
                    if (body.path("return_documents").asBoolean(true)) {
                        result.putObject("document")
                                .put(
                                        "text",
                                        documents
                                                .get(result.path("index").asInt())
                                                .asText());
                    }
                    reply.withArray("results").add(result);
                });
        return new StubReply(200, reply.toString());
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
