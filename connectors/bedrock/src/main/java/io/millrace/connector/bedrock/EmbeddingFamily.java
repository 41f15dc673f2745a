package io.millrace.connector.bedrock;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.chunk.EstimatedTokens;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embedding models that read and write alike, by Amazon's user guide, "Inference request parameters and response fields for
 * foundation models".
 */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are, which the check can't know.
enum EmbeddingFamily {
    /** One text to a call, of 8,192 tokens and 50,000 characters, whose bytes are never fewer. */
    TITAN_V2(
            List.of("amazon.titan-embed-text-v2"),
            List.of(1024, 512, 256),
            new EmbeddingLimits(1, EstimatedTokens.within(8192), EstimatedTokens.within(8192), 50_000, 32)) {
        @Override
        void write(JsonGenerator json, List<String> texts, EmbeddingMode mode, int dimension) throws IOException {
            json.writeStringField("inputText", texts.get(0));
            json.writeNumberField("dimensions", dimension);
            json.writeBooleanField("normalize", true);
        }
    },

    /** 2,048 characters to a text: a token of most languages has fewer than five. */
    COHERE_V3(
            List.of("cohere.embed-english-v3", "cohere.embed-multilingual-v3"),
            List.of(1024),
            new EmbeddingLimits(96, 400, 96 * 400, 8)) {
        @Override
        void write(JsonGenerator json, List<String> texts, EmbeddingMode mode, int dimension) throws IOException {
            cohere(json, texts, mode);
        }
    },

    /** 128,000 tokens to a text; what a request may have together isn't stated. */
    COHERE_V4(
            List.of("cohere.embed-v4"),
            List.of(1536, 1024, 512, 256),
            new EmbeddingLimits(96, EstimatedTokens.within(128_000), EstimatedTokens.within(128_000), 8)) {
        @Override
        void write(JsonGenerator json, List<String> texts, EmbeddingMode mode, int dimension) throws IOException {
            cohere(json, texts, mode);
            json.writeNumberField("output_dimension", dimension);
        }
    };

    private final List<String> names;
    private final List<Integer> dimensions;
    private final EmbeddingLimits limits;

    EmbeddingFamily(List<String> names, List<Integer> dimensions, EmbeddingLimits limits) {
        this.names = names;
        this.dimensions = dimensions;
        this.limits = limits;
    }

    /** The family of a model, or null when it is of none. */
    static @Nullable EmbeddingFamily of(String model) {
        for (EmbeddingFamily family : values()) {
            if (family.names.stream().anyMatch(model::startsWith)) {
                return family;
            }
        }
        return null;
    }

    /** Models, for messages. */
    static String examples() {
        return "amazon.titan-embed-text-v2:0, cohere.embed-v4:0, cohere.embed-english-v3, cohere.embed-multilingual-v3";
    }

    /** What its vectors may have, the model's own first. */
    List<Integer> dimensions() {
        return dimensions;
    }

    EmbeddingLimits limits() {
        return limits;
    }

    /** Writes a request's fields, within the braces of its object. */
    abstract void write(JsonGenerator json, List<String> texts, EmbeddingMode mode, int dimension) throws IOException;

    private static void cohere(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeArrayFieldStart("texts");
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
        json.writeStringField("input_type", mode == EmbeddingMode.QUERY ? "search_query" : "search_document");
        // Too long is refused, not cut unseen.
        json.writeStringField("truncate", "NONE");
        json.writeArrayFieldStart("embedding_types");
        json.writeString("float");
        json.writeEndArray();
    }
}
