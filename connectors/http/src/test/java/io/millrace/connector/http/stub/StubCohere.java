package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Cohere's rerank API, version 2. */
public final class StubCohere extends StubRerank {
    private static final Set<String> FIELDS =
            Set.of("model", "query", "documents", "top_n", "max_tokens_per_doc", "priority");
    private static final int MOST_DOCUMENTS = 10_000;
    private static final int DOCUMENTS_PER_UNIT = 100;

    public StubCohere() {
        super("/v2/rerank");
    }

    @Override
    public int mostDocuments() {
        return MOST_DOCUMENTS;
    }

    @Override
    protected StubReply answer(StubRequest request) {
        if (!request.hasKey()) {
            return error(
                    401, "", request.header("Authorization") == null ? "no api key supplied" : "invalid api token");
        }
        JsonNode body = request.body();
        JsonNode documents = body.path("documents");
        String unknown = unknownField(body, FIELDS);
        if (unknown != null) {
            return error(400, "", "invalid request: unknown field: parameter '" + unknown + "'");
        }
        if (!body.path("model").asText().startsWith("rerank-")) {
            return error(404, "", "model '" + body.path("model").asText() + "' not found");
        }
        if (!documents.isArray() || documents.isEmpty()) {
            return error(400, "", "invalid request: list of documents must not be empty");
        }
        if (documents.size() > MOST_DOCUMENTS) {
            return error(
                    400,
                    "",
                    "invalid request: total number of documents must be at most %d - received %d"
                            .formatted(MOST_DOCUMENTS, documents.size()));
        }
        ObjectNode reply = JSON.createObjectNode().put("id", "stub");
        ranked(
                        body.path("query").asText(),
                        documents,
                        "relevance_score",
                        body.path("top_n").asInt(documents.size()))
                .forEach(reply.withArray("results")::add);
        ObjectNode meta = reply.putObject("meta");
        meta.putObject("api_version").put("version", "2");
        meta.putObject("billed_units")
                .put("search_units", (documents.size() + DOCUMENTS_PER_UNIT - 1) / DOCUMENTS_PER_UNIT);
        return new StubReply(200, reply.toString());
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
