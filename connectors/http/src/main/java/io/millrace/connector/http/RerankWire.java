package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a provider of rerank models puts it. */
interface RerankWire {
    /** Where requests are posted, under the server's address. */
    String path();

    /** Writes a request, as an object. All documents are to be scored, and none sent back. */
    void write(JsonGenerator json, String query, List<String> documents) throws IOException;

    /** The list of a reply's results, each with its document's {@code index}; missing when there is none. */
    JsonNode results(JsonNode reply);

    /** The field of a result that holds its score; most call it so. */
    default String scoreField() {
        return "relevance_score";
    }

    /** Tokens that the provider says it read, or null; most say it there. */
    default @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return Json.count(body.path("usage").path("total_tokens"));
    }

    /** What its statuses and codes mean. */
    ErrorRules errors();
}
