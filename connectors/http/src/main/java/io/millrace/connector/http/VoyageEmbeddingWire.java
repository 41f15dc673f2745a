package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Voyage's API, version 1 (docs.voyageai.com/reference/embeddings-api): {@code POST /v1/embeddings}. It cuts what is too
 * long unless asked not to.
 *
 * @param dimensions to make vectors of; null for the model's own
 */
record VoyageEmbeddingWire(String model, @Nullable Integer dimensions) implements EmbeddingWire {
    @Override
    public String path() {
        return "/v1/embeddings";
    }

    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeStringField("model", model);
        json.writeStringField("input_type", mode == EmbeddingMode.QUERY ? "query" : "document");
        if (dimensions != null) {
            json.writeNumberField("output_dimension", dimensions);
        }
        json.writeBooleanField("truncation", false);
        Json.texts(json, "input", texts);
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.byIndex(reply.path("data"), "embedding");
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return Json.count(body.path("usage").path("total_tokens"));
    }

    @Override
    public ErrorRules errors() {
        return VoyageServers.ERRORS;
    }
}
