package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;

/** How a provider of chat models puts it. */
interface ChatWire {
    /** Where requests are posted, under the server's address. */
    String path(boolean streamed);

    /** Writes a request's fields, within the braces of its object. */
    void write(JsonGenerator json, Prompt prompt, boolean streamed) throws IOException;

    /** Reads a reply that came whole. */
    void read(JsonNode reply, ChatText into) throws IOException;

    /**
     * A reader of one streamed reply, which takes its events in turn.
     *
     * @param into takes what the reply says
     */
    Events events(ChatText into);

    /** Whether a streamed reply is a line of JSON for each event, not server-sent events. */
    default boolean isLines() {
        return false;
    }

    /** As {@link io.millrace.answer.ChatModel#citesPassages()}. */
    default boolean citesPassages() {
        return false;
    }

    /** What its statuses and codes mean. */
    ErrorRules errors();

    /** Takes the events of one streamed reply. Used by one thread. */
    interface Events {
        /**
         * Takes one; an error that it tells is given to {@link ChatText#fail}.
         *
         * @return whether the reply is complete with it, so that nothing that follows is waited for
         */
        boolean take(JsonNode event) throws IOException;
    }
}
