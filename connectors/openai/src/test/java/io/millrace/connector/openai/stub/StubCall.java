package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that the stub has finished with.
 *
 * @param at when it had arrived
 * @param end when its answer went, or its client had left
 * @param path such as {@code /v1/embeddings}
 * @param headers as sent, names in lower case
 * @param request the body, or a missing node when requests aren't kept or it wasn't JSON
 * @param inputs texts in it
 * @param tokens in them all
 * @param outputTokens in the answer
 * @param inFlight calls in flight when it arrived, itself included
 * @param status the answer's, or 0 when there was none
 * @param outcome how it ended
 * @param billed whether work was done for it
 * @param retryAt until when its 429 asked for quiet, or null when nothing was asked
 */
public record StubCall(
        Instant at,
        Instant end,
        String path,
        Map<String, String> headers,
        JsonNode request,
        int inputs,
        long tokens,
        long outputTokens,
        int inFlight,
        int status,
        Outcome outcome,
        boolean billed,
        @Nullable Instant retryAt) {

    /** How a call ended. */
    public enum Outcome {
        /** With what was asked for. */
        ANSWERED,
        /** With an error that the request earned. */
        REFUSED,
        /** With 429, because there were more calls or tokens than the stub allows. */
        LIMITED,
        /** With a fault that the test had ordered. */
        FAULTED,
        /** The client went away first. */
        ABANDONED
    }
}
