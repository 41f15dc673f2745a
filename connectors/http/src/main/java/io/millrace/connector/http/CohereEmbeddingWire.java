package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's API, version 2 (docs.cohere.com/reference/embed): {@code POST /v2/embed}. It cuts what is too long unless asked
 * not to.
 *
 * @param dimensions to shorten vectors to; null for the model's own
 * @param task what vectors are for
 */
record CohereEmbeddingWire(String model, @Nullable Integer dimensions, String task) implements EmbeddingWire {
    /** Questions and what answers them. */
    static final String SEARCH = "search";

    @Override
    public String path() {
        return "/v2/embed";
    }

    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeStringField("model", model);
        json.writeStringField("input_type", inputType(mode));
        json.writeArrayFieldStart("embedding_types");
        json.writeString("float");
        json.writeEndArray();
        if (dimensions != null) {
            json.writeNumberField("output_dimension", dimensions);
        }
        json.writeStringField("truncate", "NONE");
        Json.texts(json, "texts", texts);
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.inOrder(reply.path("embeddings").path("float"));
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return CohereRerankWire.billed(body);
    }

    @Override
    public ErrorRules errors() {
        return new CohereErrors();
    }

    private String inputType(EmbeddingMode mode) {
        if (!task.equals(SEARCH)) {
            return task;
        }
        return mode == EmbeddingMode.QUERY ? "search_query" : "search_document";
    }
}
