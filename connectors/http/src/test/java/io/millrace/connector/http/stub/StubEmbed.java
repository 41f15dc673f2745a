package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A server of embedding models. A token is a word; vectors are those of {@link StubVectors}. */
public abstract class StubEmbed extends StubProvider {
    /** Texts that a request may have. */
    public abstract int mostTexts();

    /** Tokens that a text may have. */
    public abstract int mostTokens();

    /** The texts of a list; whether they are texts was looked at before. */
    protected static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Whether it is a list of texts, none of them empty. */
    protected static boolean isTexts(JsonNode list) {
        if (!list.isArray()) {
            return false;
        }
        for (JsonNode text : list) {
            if (!text.isTextual() || text.textValue().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    protected static int tokens(String text) {
        return text.strip().split("\\s+").length;
    }

    protected static int tokens(List<String> texts) {
        return texts.stream().mapToInt(StubEmbed::tokens).sum();
    }

    /** Whether one is longer than the model reads. */
    protected final boolean isTooLong(List<String> texts) {
        return texts.stream().anyMatch(text -> tokens(text) > mostTokens());
    }
}
