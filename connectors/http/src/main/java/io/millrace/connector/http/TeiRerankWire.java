package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text Embeddings Inference 1.9 (github.com/huggingface/text-embeddings-inference): {@code POST /rerank}, answered by a
 * bare list; the tokens are in a header.
 */
record TeiRerankWire() implements RerankWire, ErrorRules {
    private static final int FAILED_DEPENDENCY = 424;

    @Override
    public String path() {
        return "/rerank";
    }

    @Override
    public void write(JsonGenerator json, String query, List<String> documents) throws IOException {
        json.writeStringField("query", query);
        Json.texts(json, "texts", documents);
        // Scores from 0 to 1.
        json.writeBooleanField("raw_scores", false);
        json.writeBooleanField("return_text", false);
        // A server may be started so that it refuses what is too long.
        json.writeBooleanField("truncate", true);
    }

    @Override
    public JsonNode results(JsonNode reply) {
        return reply;
    }

    @Override
    public String scoreField() {
        return "score";
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return computed(reply);
    }

    /** Tokens that the server computed with, or null. */
    static @Nullable Long computed(HttpReply reply) {
        String tokens = reply.header("x-compute-tokens");
        return tokens != null && tokens.matches("\\d{1,18}") ? Long.valueOf(tokens) : null;
    }

    @Override
    public ErrorRules errors() {
        return this;
    }

    /** An embedding model behind this path answers as if its computation had failed, each time. */
    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        boolean noReranker = body.message().toLowerCase(Locale.ROOT).contains("not a re-ranker model");
        return status == FAILED_DEPENDENCY && noReranker ? Verdict.MODEL_UNFIT : null;
    }
}
