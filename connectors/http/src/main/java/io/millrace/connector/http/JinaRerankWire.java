package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;

/** Jina's API, version 1 (api.jina.ai/docs): {@code POST /v1/rerank}. */
record JinaRerankWire(String model) implements RerankWire {
    @Override
    public String path() {
        return "/v1/rerank";
    }

    @Override
    public void write(JsonGenerator json, String query, List<String> documents) throws IOException {
        json.writeStringField("model", model);
        json.writeStringField("query", query);
        Json.texts(json, "documents", documents);
        json.writeNumberField("top_n", documents.size());
        json.writeBooleanField("return_documents", false);
    }

    @Override
    public JsonNode results(JsonNode reply) {
        return reply.path("results");
    }

    @Override
    public ErrorRules errors() {
        return new JinaErrors();
    }
}
