package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's API, version 2 (docs.cohere.com/reference/rerank): {@code POST /v2/rerank}. It bills some models by searches
 * and some by tokens; where a reply has tokens, they are read.
 */
record CohereRerankWire(String model) implements RerankWire {
    @Override
    public String path() {
        return "/v2/rerank";
    }

    @Override
    public void write(JsonGenerator json, String query, List<String> documents) throws IOException {
        json.writeStringField("model", model);
        json.writeStringField("query", query);
        Json.texts(json, "documents", documents);
        json.writeNumberField("top_n", documents.size());
    }

    @Override
    public JsonNode results(JsonNode reply) {
        return reply.path("results");
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        Long read = billed(body);
        // vLLM's.
        return read == null ? RerankWire.super.tokens(reply, body) : read;
    }

    /** Tokens that are paid for, else tokens read; null where neither is told. */
    static @Nullable Long billed(JsonNode body) {
        JsonNode meta = body.path("meta");
        Long billed = Json.count(meta.path("billed_units").path("input_tokens"));
        return billed == null ? Json.count(meta.path("tokens").path("input_tokens")) : billed;
    }

    @Override
    public ErrorRules errors() {
        return new CohereErrors();
    }
}
