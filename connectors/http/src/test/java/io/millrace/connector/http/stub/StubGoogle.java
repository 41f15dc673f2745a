package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Google's APIs have in common: how they refuse, and what vectors can be for. */
abstract class StubGoogle extends StubEmbed {
    protected static final int BAD_REQUEST = 400;
    protected static final Set<String> TASKS = Set.of(
            "RETRIEVAL_QUERY",
            "RETRIEVAL_DOCUMENT",
            "SEMANTIC_SIMILARITY",
            "CLASSIFICATION",
            "CLUSTERING",
            "QUESTION_ANSWERING",
            "FACT_VERIFICATION",
            "CODE_RETRIEVAL_QUERY");

    protected final StubReply invalid(String message) {
        return error(BAD_REQUEST, "INVALID_ARGUMENT", message);
    }

    @Override
    protected final StubReply error(int status, String type, String message) {
        return error(status, type, message, null);
    }

    /**
     * Google's error.
     *
     * @param reason of the {@code ErrorInfo} among the details, or null for none
     */
    protected static StubReply error(int status, String type, String message, @Nullable String reason) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error")
                .put("code", status)
                .put("message", message)
                .put("status", type);
        if (reason != null) {
            error.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                    .put("reason", reason)
                    .put("domain", "googleapis.com");
        }
        return new StubReply(status, body.toString());
    }
}
