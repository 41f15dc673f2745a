package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's API, version 2 (docs.cohere.com/reference/rerank): {@code POST /v2/rerank}. It bills some models by searches
 * and some by tokens; where a reply has tokens, they are read.
 */
record CohereRerankWire(String model) implements RerankWire, ErrorRules {
    @Override
    public String path() {
        return "/v2/rerank";
    }

    @Override
    public void write(JsonGenerator json, String query, List<String> documents) throws IOException {
        json.writeStringField("model", model);
        json.writeStringField("query", query);
        RerankWire.texts(json, "documents", documents);
        json.writeNumberField("top_n", documents.size());
    }

    @Override
    public JsonNode results(JsonNode reply) {
        return reply.path("results");
    }

    @Override
    public String scoreField() {
        return "relevance_score";
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        JsonNode meta = body.path("meta");
        Long billed = RerankWire.count(meta.path("billed_units").path("input_tokens"));
        Long read = billed == null ? RerankWire.count(meta.path("tokens").path("input_tokens")) : billed;
        // vLLM's.
        return read == null ? RerankWire.count(body.path("usage").path("total_tokens")) : read;
    }

    @Override
    public ErrorRules errors() {
        return this;
    }

    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        return switch (status) {
            // A token in the request is on a list of blocked ones.
            case 498 -> Verdict.INPUT_REFUSED;
            // Somebody on the way cancelled it.
            case 499 -> Verdict.BUSY;
            // Not implemented: no later either.
            case 501 -> Verdict.MODEL_UNFIT;
            default -> null;
        };
    }
}
