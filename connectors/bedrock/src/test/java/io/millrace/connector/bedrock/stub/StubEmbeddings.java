package io.millrace.connector.bedrock.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** {@code POST /model/{id}/invoke} of the embedding models, with their limits and refusals. */
final class StubEmbeddings {
    private static final int TITAN_CHARACTERS = 50_000;
    private static final int DIMENSIONS_PER_WORD = 8;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|^[^\\p{L}\\p{N}]+$");
    private static final int COHERE_TEXTS = 96;
    private static final int COHERE_V3_CHARACTERS = 2048;
    private static final String TITAN = "amazon.titan-embed-text-v2:0";
    private static final Set<String> V3 = Set.of("cohere.embed-english-v3", "cohere.embed-multilingual-v3");
    private static final String V4 = "cohere.embed-v4:0";
    private static final List<String> INPUT_TYPES =
            List.of("search_document", "search_query", "classification", "clustering", "image");

    private StubEmbeddings() {}

    static boolean has(String model) {
        return model.equals(TITAN) || model.equals(V4) || V3.contains(model);
    }

    static StubReply answer(String model, JsonNode body) {
        return model.equals(TITAN) ? titan(body) : cohere(body, model.equals(V4));
    }

    private static StubReply titan(JsonNode body) {
        String unknown = unknownField(body, Set.of("inputText", "dimensions", "normalize", "embeddingTypes"));
        if (unknown != null) {
            return malformed("#: extraneous key [%s] is not permitted".formatted(unknown));
        }
        String text = body.path("inputText").asText();
        if (text.isEmpty()) {
            return malformed("#/inputText: expected minLength: 1, actual: 0");
        }
        if (text.length() > TITAN_CHARACTERS) {
            return malformed(
                    "#/inputText: expected maxLength: %d, actual: %d".formatted(TITAN_CHARACTERS, text.length()));
        }
        int dimension = body.path("dimensions").asInt(1024);
        if (!Set.of(1024, 512, 256).contains(dimension)) {
            return malformed("#/dimensions: %d is not a valid enum value".formatted(dimension));
        }
        if (tokens(text) > 8192) {
            return StubReply.error(
                    400,
                    "ValidationException",
                    "400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: %d"
                            .formatted(tokens(text)));
        }
        double length = body.path("normalize").asBoolean(true) ? 1 : 7;
        ObjectNode reply = StubBedrock.JSON.createObjectNode();
        vector(reply.putArray("embedding"), text, dimension, length);
        reply.put("inputTextTokenCount", tokens(text));
        return counted(reply, tokens(text));
    }

    private static StubReply cohere(JsonNode body, boolean fourth) {
        Set<String> known = fourth
                ? Set.of(
                        "texts",
                        "images",
                        "inputs",
                        "input_type",
                        "truncate",
                        "embedding_types",
                        "output_dimension",
                        "max_tokens")
                : Set.of("texts", "images", "input_type", "truncate", "embedding_types");
        String unknown = unknownField(body, known);
        if (unknown != null) {
            return malformed("#: extraneous key [%s] is not permitted".formatted(unknown));
        }
        if (!INPUT_TYPES.contains(body.path("input_type").asText())) {
            return malformed("#: required key [input_type] not found");
        }
        List<String> cuts = fourth ? List.of("NONE", "LEFT", "RIGHT") : List.of("NONE", "START", "END");
        if (!cuts.contains(body.path("truncate").asText("NONE"))) {
            return malformed("#/truncate: %s is not a valid enum value"
                    .formatted(body.path("truncate").asText()));
        }
        List<String> texts = new ArrayList<>();
        body.path("texts").forEach(text -> texts.add(text.asText()));
        if (texts.isEmpty() || texts.size() > COHERE_TEXTS) {
            return malformed(
                    "#/texts: expected maximum item count: %d, found: %d".formatted(COHERE_TEXTS, texts.size()));
        }
        for (String text : texts) {
            if (text.isEmpty() || (!fourth && text.length() > COHERE_V3_CHARACTERS)) {
                return malformed(
                        "#/texts: expected maxLength: %d, actual: %d".formatted(COHERE_V3_CHARACTERS, text.length()));
            }
        }
        int dimension = fourth ? body.path("output_dimension").asInt(1536) : 1024;
        if (fourth && !Set.of(1536, 1024, 512, 256).contains(dimension)) {
            return malformed("#/output_dimension: %d is not a valid enum value".formatted(dimension));
        }
        ObjectNode reply = StubBedrock.JSON.createObjectNode().put("id", "stub");
        ArrayNode vectors;
        if (body.has("embedding_types")) {
            reply.put("response_type", "embeddings_by_type");
            vectors = reply.putObject("embeddings").putArray("float");
        } else {
            reply.put("response_type", "embeddings_floats");
            vectors = reply.putArray("embeddings");
        }
        texts.forEach(text -> vector(vectors.addArray(), text, dimension, 3));
        return counted(reply, texts.stream().mapToInt(StubEmbeddings::tokens).sum());
    }

    private static StubReply counted(ObjectNode reply, int tokens) {
        return StubReply.json(
                200, Map.of("X-Amzn-Bedrock-Input-Token-Count", String.valueOf(tokens)), reply.toString());
    }

    /** Each word is some dimensions with a sign each, so texts that share words are near. */
    private static void vector(ArrayNode into, String text, int dimension, double length) {
        double[] sum = new double[dimension];
        for (Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT)); words.find(); ) {
            String word = words.group();
            Random hash = new Random(word.hashCode());
            for (int i = 0; i < DIMENSIONS_PER_WORD; i++) {
                sum[hash.nextInt(dimension)] += hash.nextBoolean() ? 1 + word.length() : -1 - word.length();
            }
        }
        double norm = Math.sqrt(DoubleStream.of(sum).map(value -> value * value).sum());
        for (double value : sum) {
            into.add((float) (value * length / norm));
        }
    }

    /** A word, a token. */
    static int tokens(String text) {
        return text.strip().split("\\s+").length;
    }

    private static @Nullable String unknownField(JsonNode body, Set<String> known) {
        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        return names.stream().filter(name -> !known.contains(name)).findFirst().orElse(null);
    }

    private static StubReply malformed(String what) {
        return StubReply.error(
                400,
                "ValidationException",
                "Malformed input request: " + what + ", please reformat your input and try again.");
    }
}
