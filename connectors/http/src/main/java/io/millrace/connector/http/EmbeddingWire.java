package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.RateLimits;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a provider of embedding models puts it. */
interface EmbeddingWire {
    /** Where requests are posted, under the server's address. */
    String path();

    /** Writes a request's fields, within the braces of its object. Texts have their prefix already. */
    void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException;

    /**
     * The vectors of a reply, one for each text, in order.
     *
     * @param reply as {@link VectorJson} reads it
     * @return nodes that hold a vector each; what is none is told as such by who called
     * @throws UnreadableReplyException when the reply lacks them
     */
    List<JsonNode> vectors(JsonNode reply) throws IOException;

    /** Tokens that the provider says it read, or null. */
    @Nullable
    Long tokens(HttpReply reply, JsonNode body);

    /** What the reply says of the rates that the provider allows. */
    default RateLimits rates(HttpReply reply) {
        return RateLimits.UNKNOWN;
    }

    /** As {@link io.millrace.embed.EmbeddingModel#readsTogether()}. */
    default boolean readsTogether() {
        return false;
    }

    /** What its statuses and codes mean. */
    ErrorRules errors();

    /**
     * The vectors of a list of objects with an {@code index} each, as OpenAI has them; without, the order is the texts'.
     *
     * @param field of an object that holds its vector
     */
    static List<JsonNode> byIndex(JsonNode list, String field) throws IOException {
        JsonNode[] places = new JsonNode[inOrder(list).size()];
        int at = 0;
        for (JsonNode item : list) {
            int index = item.path("index").asInt(at++);
            if (index < 0 || index >= places.length || places[index] != null) {
                throw new UnreadableReplyException("gives index %d twice, or it is out of range".formatted(index));
            }
            places[index] = item.path(field);
        }
        return Arrays.asList(places);
    }

    /** The elements of a list. */
    static List<JsonNode> inOrder(JsonNode list) throws IOException {
        if (!list.isArray()) {
            throw new UnreadableReplyException("holds no list of vectors");
        }
        List<JsonNode> elements = new ArrayList<>(list.size());
        list.forEach(elements::add);
        return elements;
    }
}
