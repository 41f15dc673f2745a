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
 * Text Embeddings Inference 1.9 (github.com/huggingface/text-embeddings-inference): {@code POST /embed}, answered by a bare
 * list of vectors; the tokens are in a header. A server is usually started so that it cuts what is too long; it is asked
 * not to.
 *
 * @param dimensions to shorten vectors to; null for the model's own
 * @param documentPrompt the name of the model's prompt for documents; null for none
 * @param queryPrompt the name of the model's prompt for questions; null for none
 */
record TeiEmbeddingWire(
        @Nullable Integer dimensions,
        @Nullable String documentPrompt,
        @Nullable String queryPrompt) implements EmbeddingWire, ErrorRules {
    private static final int FAILED_DEPENDENCY = 424;
    private static final int UNPROCESSABLE = 422;

    @Override
    public String path() {
        return "/embed";
    }

    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        Json.texts(json, "inputs", texts);
        json.writeBooleanField("normalize", true);
        json.writeBooleanField("truncate", false);
        String prompt = mode == EmbeddingMode.QUERY ? queryPrompt : documentPrompt;
        if (prompt != null) {
            json.writeStringField("prompt_name", prompt);
        }
        if (dimensions != null) {
            json.writeNumberField("dimensions", dimensions);
        }
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.inOrder(reply);
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return TeiRerankWire.computed(reply);
    }

    @Override
    public ErrorRules errors() {
        return this;
    }

    /** Another kind of model answers as if its computation had failed, each time; a prompt that it hasn't got, likewise. */
    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        String words = body.message().toLowerCase(Locale.ROOT);
        boolean noEmbedder = status == FAILED_DEPENDENCY && words.contains("not an embedding model");
        boolean noPrompt = status == UNPROCESSABLE && words.contains("prompt") && words.contains("not found");
        return noEmbedder || noPrompt ? Verdict.MODEL_UNFIT : null;
    }

    /** What sets the vectors apart from those of other prompts. */
    String revision() {
        return documentPrompt == null && queryPrompt == null
                ? ""
                : "prompts %s and %s"
                        .formatted(
                                documentPrompt == null ? "none" : documentPrompt,
                                queryPrompt == null ? "none" : queryPrompt);
    }
}
