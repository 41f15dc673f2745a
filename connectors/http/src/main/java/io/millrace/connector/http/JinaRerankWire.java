package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Jina's API, version 1 (api.jina.ai/docs): {@code POST /v1/rerank}. */
record JinaRerankWire(String model) implements RerankWire, ErrorRules {
    /** Rates are counted by the minute. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Override
    public String path() {
        return "/v1/rerank";
    }

    @Override
    public void write(JsonGenerator json, String query, List<String> documents) throws IOException {
        json.writeStringField("model", model);
        json.writeStringField("query", query);
        RerankWire.texts(json, "documents", documents);
        json.writeNumberField("top_n", documents.size());
        json.writeBooleanField("return_documents", false);
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
        return RerankWire.count(body.path("usage").path("total_tokens"));
    }

    @Override
    public ErrorRules errors() {
        return this;
    }

    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        return switch (status) {
            case 400 -> isAbout(body, "input-model-not-found", "model not found") ? Verdict.NO_MODEL : null;
            case 403 -> isAbout(body, "authz-insufficient-balance", "insufficient") ? Verdict.NO_BALANCE : null;
            default -> null;
        };
    }

    /** A call too many at once is over in a moment; of calls or tokens too many in a minute, that isn't so. */
    @Override
    public @Nullable Duration pause(int status, ErrorBody body) {
        String code = body.kebab("");
        return code.equals("rate-token-limit-exceeded") || code.equals("rate-request-limit-exceeded") ? MINUTE : null;
    }

    /** By its code, or by its words: an older form of the body has no code. */
    private static boolean isAbout(ErrorBody body, String code, String words) {
        return body.kebab("").equals(code)
                || body.message().toLowerCase(Locale.ROOT).contains(words)
                || body.message().toLowerCase(Locale.ROOT).replace('_', '-').contains(code);
    }
}
