package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.StopReason;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads a reply of Cohere's, whole, or event by event (docs.cohere.com/v2/docs/streaming). A citation comes some words
 * behind what it stands for; it is told at the end of the word that has come by then.
 */
final class CohereEvents implements ChatWire.Events {
    private final ChatText into;
    private final Set<Integer> waiting = new LinkedHashSet<>();
    private boolean inWord;

    CohereEvents(ChatText into) {
        this.into = into;
    }

    @Override
    public boolean take(JsonNode event) throws IOException {
        JsonNode delta = event.path("delta");
        JsonNode message = delta.path("message");
        switch (event.path("type").asText()) {
            case "content-start", "content-delta" ->
                say(message.path("content").path("text").asText(""));
            case "content-end" -> citeWaiting();
            case "citation-start" -> {
                CohereCitation.sources(message.path("citations"), waiting);
                if (!inWord) {
                    citeWaiting();
                }
            }
            case "message-end" -> {
                citeWaiting();
                end(delta, into);
                return true;
            }
            default -> {
                if (event.has("message") && !event.has("type")) {
                    // An error, in the form that one has without a stream.
                    throw into.fail(500, event);
                }
            }
        }
        return false;
    }

    private void say(String text) {
        if (text.isEmpty()) {
            return;
        }
        int end = 0;
        while (inWord && !waiting.isEmpty() && end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        into.say(text.substring(0, end));
        if (end < text.length()) {
            citeWaiting();
            into.say(text.substring(end));
        }
        inWord = Character.isLetterOrDigit(text.charAt(text.length() - 1));
    }

    private void citeWaiting() {
        waiting.forEach(into::cite);
        waiting.clear();
    }

    /** Reads a reply that came whole, where each citation stands behind its own words. */
    static void whole(JsonNode reply, ChatText into) throws IOException {
        JsonNode message = reply.path("message");
        if (!message.isObject()) {
            throw new UnreadableReplyException("holds no message");
        }
        JsonNode content = message.path("content");
        for (int at = 0; at < content.size(); at++) {
            JsonNode part = content.get(at);
            if (part.path("type").asText().equals("text")) {
                CohereCitation.say(part.path("text").asText(""), at, message.path("citations"), into);
            }
        }
        end(reply, into);
    }

    private static void end(JsonNode end, ChatText into) throws IOException {
        JsonNode usage = end.path("usage");
        // Billed units are what is paid for.
        JsonNode counts =
                usage.path("billed_units").has("input_tokens") ? usage.path("billed_units") : usage.path("tokens");
        into.read(counts.path("input_tokens").asLong(-1));
        into.written(counts.path("output_tokens").asLong(-1));
        switch (end.path("finish_reason").asText("")) {
            case "" -> throw new UnreadableReplyException("holds no finish_reason");
            case "MAX_TOKENS" -> into.stop(StopReason.LENGTH);
            case "ERROR_TOXIC" -> into.stop(StopReason.FILTERED);
            case "ERROR" -> throw into.fail(500, end);
            case "TIMEOUT" -> throw into.fail(504, end);
            default -> into.stop(StopReason.END);
        }
    }
}
