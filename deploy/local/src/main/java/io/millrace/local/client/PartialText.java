package io.millrace.local.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Puts an answer's text together from its deltas, as the answer deltas topic defines them. For one thread. */
final class PartialText {
    private final StringBuilder text = new StringBuilder();
    private int next;

    /** Takes the next delta of the answer; one that is out of its turn changes nothing. */
    void take(JsonNode delta) {
        int sequence = delta.path("sequence").asInt();
        if (delta.path("restart").asBoolean()) {
            text.setLength(0);
        } else if (sequence != next) {
            return;
        }
        text.append(delta.path("text").asText());
        next = sequence + 1;
    }

    /** The text so far. */
    String soFar() {
        return text.toString();
    }
}
