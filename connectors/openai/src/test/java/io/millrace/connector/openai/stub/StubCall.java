package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * A call that the stub has finished with.
 *
 * @param at when it had arrived
 * @param path such as {@code /v1/embeddings}
 * @param headers as sent, names in lower case
 * @param request the body, or a missing node when requests aren't kept or it wasn't JSON
 * @param inputs texts in it
 * @param tokens in them all
 * @param status the answer's, or 0 when there was none
 * @param outcome how it ended
 */
public record StubCall(
        Instant at,
        String path,
        Map<String, String> headers,
        JsonNode request,
        int inputs,
        long tokens,
        int status,
        Outcome outcome) {

    /** This call with another end. */
    StubCall ended(int newStatus, Outcome newOutcome) {
        return new StubCall(at, path, headers, request, inputs, tokens, newStatus, newOutcome);
    }

    /** How a call ended. */
    public enum Outcome {
        /** With what was asked for. */
        ANSWERED,
        /** With an error that the request earned. */
        REFUSED,
        /** With a fault that the test had ordered. */
        FAULTED,
        /** The client went away first. */
        ABANDONED
    }
}
