package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Model Studio's compatible API (alibabacloud.com/help/en/model-studio/rerank): {@code POST /compatible-api/v1/reranks}. */
record DashScopeRerankWire(String model) implements RerankWire, ErrorRules {
    @Override
    public String path() {
        return "/compatible-api/v1/reranks";
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
    public ErrorRules errors() {
        return this;
    }

    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        return switch (body.kebab("")) {
            // Bills are due; or what was free is used up.
            case "arrearage", "allocation-quota-free-tier-only" -> Verdict.NO_BALANCE;
            case "model-not-found" -> Verdict.NO_MODEL;
            case "invalid-api-key" -> Verdict.KEY_REFUSED;
            default -> null;
        };
    }
}
