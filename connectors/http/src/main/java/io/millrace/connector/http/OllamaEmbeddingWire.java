package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ollama's API (github.com/ollama/ollama, docs/api.md): {@code POST /api/embed}. Vectors come in unit length, whatever
 * their dimension. It cuts what is too long unless asked not to.
 *
 * @param dimensions to shorten vectors to; null for the model's own
 */
record OllamaEmbeddingWire(String model, @Nullable Integer dimensions) implements EmbeddingWire, ErrorRules {
    @Override
    public String path() {
        return "/api/embed";
    }

    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeStringField("model", model);
        if (dimensions != null) {
            json.writeNumberField("dimensions", dimensions);
        }
        json.writeBooleanField("truncate", false);
        Json.texts(json, "input", texts);
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.inOrder(reply.path("embeddings"));
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return Json.count(body.path("prompt_eval_count"));
    }

    @Override
    public ErrorRules errors() {
        return this;
    }

    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        boolean noEmbedder = body.message().toLowerCase(Locale.ROOT).contains("does not support embeddings");
        return noEmbedder ? Verdict.MODEL_UNFIT : null;
    }
}
