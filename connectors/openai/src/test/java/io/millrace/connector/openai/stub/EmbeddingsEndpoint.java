package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final EmbeddingsBody bodies;

    EmbeddingsEndpoint(StubOptions options) {
        this.options = options;
        bodies = new EmbeddingsBody(options.cheapVectors());
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

    StubReply answer(JsonNode request, Predicate<String> refused) {
        List<String> inputs = inputs(request);
        int[] tokens = inputs.stream()
                .mapToInt(options.cheapVectors() ? StubTokens::estimate : StubTokens::count)
                .toArray();
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
        return new StubReply(
                200,
                (to, spoiled) -> bodies.write(to, inputs, model, dimension, base64, allTokens, spoiled),
                inputs.size(),
                allTokens,
                0,
                inputs);
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
}
