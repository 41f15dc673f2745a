package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/embeddings}. */
final class EmbeddingsEndpoint {
    private static final Set<String> FIELDS = Set.of("model", "input", "dimensions", "encoding_format", "user");
    private static final String FIXED_DIMENSION_MODEL = "text-embedding-ada-002";

    private final StubOptions options;

    EmbeddingsEndpoint(StubOptions options) {
        this.options = options;
    }

    /** The texts of a request, as far as they are texts. */
    static List<String> inputs(JsonNode request) {
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            return List.of(input.textValue());
        }
        List<String> inputs = new ArrayList<>();
        input.forEach(text -> inputs.add(text.asText()));
        return inputs;
    }

    StubReply answer(JsonNode request, Predicate<String> refused, Fault.@Nullable Spoiled spoiled) throws IOException {
        List<String> inputs = inputs(request);
        int[] tokens = inputs.stream().mapToInt(StubTokens::count).toArray();
        long allTokens = Arrays.stream(tokens).asLongStream().sum();
        String model = request.path("model").asText();
        if (request.hasNonNull("model") && !options.models().containsKey(model)) {
            return StubReply.refused(404, StubErrors.unknownModel(model), inputs.size(), allTokens);
        }
        String problem = problem(request, inputs, tokens, allTokens, refused);
        if (problem != null) {
            return StubReply.refused(400, problem, inputs.size(), allTokens);
        }
        int dimension = request.path("dimensions").asInt(options.models().getOrDefault(model, 0));
        boolean base64 = request.path("encoding_format").asText().equals("base64");
        return new StubReply(200, body(inputs, model, dimension, base64, allTokens, spoiled), inputs.size(), allTokens);
    }

    private @Nullable String problem(
            JsonNode request, List<String> inputs, int[] tokens, long allTokens, Predicate<String> refused) {
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                return StubErrors.unknownField(name);
            }
        }
        if (!request.hasNonNull("model")) {
            return StubErrors.missingField("model");
        }
        String format = request.path("encoding_format").asText("float");
        if (!format.equals("float") && !format.equals("base64")) {
            return StubErrors.invalidField(
                    "encoding_format",
                    "Invalid value: '%s'. Supported values are: 'float' and 'base64'.".formatted(format));
        }
        String dimensions = dimensionsProblem(request);
        return dimensions == null ? inputProblem(request, inputs, tokens, allTokens, refused) : dimensions;
    }

    private @Nullable String dimensionsProblem(JsonNode request) {
        if (!request.has("dimensions")) {
            return null;
        }
        String model = request.path("model").asText();
        if (model.equals(FIXED_DIMENSION_MODEL)) {
            return StubErrors.fixedDimensions();
        }
        int own = options.models().getOrDefault(model, 0);
        int dimensions = request.path("dimensions").asInt();
        return dimensions >= 1 && dimensions <= own
                ? null
                : StubErrors.invalidField(
                        "dimensions",
                        "Invalid value for 'dimensions' = %d. Must be less than or equal to %d."
                                .formatted(dimensions, own));
    }

    private @Nullable String inputProblem(
            JsonNode request, List<String> inputs, int[] tokens, long allTokens, Predicate<String> refused) {
        for (JsonNode input : request.path("input")) {
            if (!input.isTextual()) {
                return StubErrors.invalidInput();
            }
        }
        if (inputs.isEmpty() || inputs.contains("")) {
            return StubErrors.invalidInput();
        }
        if (inputs.size() > options.maxInputs()) {
            return StubErrors.tooManyInputs(options.maxInputs());
        }
        for (int count : tokens) {
            if (count > options.maxInputTokens()) {
                return StubErrors.inputTooLong(options.maxInputTokens(), count);
            }
        }
        if (allTokens > options.maxRequestTokens()) {
            return StubErrors.requestTooLong(options.maxRequestTokens(), allTokens);
        }
        return inputs.stream().anyMatch(refused) ? StubErrors.refusedText() : null;
    }

    private static byte[] body(
            List<String> inputs,
            String model,
            int dimension,
            boolean base64,
            long tokens,
            Fault.@Nullable Spoiled spoiled)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = StubOpenAi.JSON.createGenerator(body)) {
            // As Python writes it.
            json.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature());
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int index : indexes(inputs.size(), spoiled)) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", spoiled == Fault.Spoiled.SAME_INDEX ? 0 : index);
                json.writeFieldName("embedding");
                write(json, vector(inputs.get(index), dimension, index, spoiled), base64);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            if (spoiled != Fault.Spoiled.WITHOUT_USAGE) {
                json.writeObjectFieldStart("usage");
                json.writeNumberField("prompt_tokens", tokens);
                json.writeNumberField("total_tokens", tokens);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static List<Integer> indexes(int inputs, Fault.@Nullable Spoiled spoiled) {
        List<Integer> indexes = new ArrayList<>();
        for (int index = 0; index < inputs; index++) {
            indexes.add(index);
        }
        if (spoiled == Fault.Spoiled.ONE_VECTOR_MISSING) {
            indexes.remove(inputs - 1);
        }
        if (spoiled == Fault.Spoiled.REVERSED) {
            Collections.reverse(indexes);
        }
        return indexes;
    }

    private static float[] vector(String text, int dimension, int index, Fault.@Nullable Spoiled spoiled) {
        float[] vector =
                WordVectors.of(text, spoiled == Fault.Spoiled.ONE_DIMENSION_MISSING ? dimension - 1 : dimension);
        if (spoiled == Fault.Spoiled.NOT_A_NUMBER && index == 0) {
            vector[vector.length / 2] = Float.NaN;
        }
        return vector;
    }

    private static void write(JsonGenerator json, float[] vector, boolean base64) throws IOException {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            json.writeString(Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        json.writeStartArray();
        for (float value : vector) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
