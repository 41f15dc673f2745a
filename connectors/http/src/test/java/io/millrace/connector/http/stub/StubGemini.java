package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The embedding side of Google's Gemini API, version 1beta. */
public final class StubGemini extends StubGoogle {
    private static final Pattern PATH = Pattern.compile("/v1beta/(models/[^/:]+):batchEmbedContents");
    /** The instruction that the newer model is given in the text; it is none of the text's words. */
    private static final Pattern INSTRUCTION = Pattern.compile("^(title: [^|]* \\| text: |task: [^|]* \\| query: )");

    private static final Set<String> FIELDS = Set.of("model", "content", "taskType", "title", "outputDimensionality");
    private static final int MOST_TEXTS = 100;
    private static final int MOST_TOKENS = 2_048;
    private static final int MOST_BYTES = 4_194_304;
    private static final int DIMENSION = 3072;
    private static final String NO_TASK = "models/gemini-embedding-2";
    private static final Set<String> MODELS = Set.of("models/gemini-embedding-001", NO_TASK);

    @Override
    public int mostTexts() {
        return MOST_TEXTS;
    }

    @Override
    public int mostTokens() {
        return MOST_TOKENS;
    }

    @Override
    protected boolean serves(String path) {
        return PATH.matcher(path).matches();
    }

    @Override
    protected StubReply answer(StubRequest request) {
        String key = request.header("x-goog-api-key");
        if (key == null) {
            return error(
                    403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers (callers without identity)");
        }
        if (!key.equals(KEY)) {
            return error(
                    BAD_REQUEST,
                    "INVALID_ARGUMENT",
                    "API key not valid. Please pass a valid API key.",
                    "API_KEY_INVALID");
        }
        Matcher path = PATH.matcher(request.path());
        String model = path.matches() ? path.group(1) : "";
        if (!MODELS.contains(model)) {
            return error(404, "NOT_FOUND", model + " is not found for API version v1beta");
        }
        if (request.bytes() > MOST_BYTES) {
            return invalid("Request payload size exceeds the limit: %d bytes.".formatted(MOST_BYTES));
        }
        JsonNode requests = request.body().path("requests");
        if (!requests.isArray() || requests.isEmpty()) {
            return invalid("* BatchEmbedContentsRequest.requests: at least one is required");
        }
        if (requests.size() > MOST_TEXTS) {
            return invalid("* BatchEmbedContentsRequest.requests: at most %d requests can be in one batch"
                    .formatted(MOST_TEXTS));
        }
        ObjectNode reply = JSON.createObjectNode();
        for (JsonNode one : requests) {
            String problem = problem(one, model);
            if (problem != null) {
                return invalid(problem);
            }
            int dimension = one.path("outputDimensionality").asInt(DIMENSION);
            // Only those that aren't shortened have unit length.
            reply.withArray("embeddings")
                    .addObject()
                    .set("values", StubVectors.json(words(one), dimension, dimension == DIMENSION ? 1 : 0.7));
        }
        return new StubReply(200, Map.of(), reply.toString());
    }

    private @Nullable String problem(JsonNode one, String model) {
        String unknown = unknownField(one, FIELDS);
        if (unknown != null) {
            return "Invalid JSON payload received. Unknown name \"" + unknown + "\": Cannot find field.";
        }
        if (!one.path("model").asText().equals(model)) {
            return "* BatchEmbedContentsRequest.requests[].model: must match the model of the batch";
        }
        if (one.has("taskType")
                && (model.equals(NO_TASK)
                        || !TASKS.contains(one.path("taskType").asText()))) {
            return "task_type is not supported: " + one.path("taskType").asText();
        }
        int dimension = one.path("outputDimensionality").asInt(DIMENSION);
        if (dimension < 1 || dimension > DIMENSION) {
            return "output_dimensionality must be from 1 to " + DIMENSION;
        }
        JsonNode text = one.path("content").path("parts").path(0).path("text");
        if (!text.isTextual() || text.textValue().isEmpty()) {
            return "* EmbedContentRequest.content: contents is not specified";
        }
        return tokens(words(one)) > mostTokens()
                ? "The input token count exceeds the maximum of %d".formatted(mostTokens())
                : null;
    }

    private static String words(JsonNode one) {
        String text = one.path("content").path("parts").path(0).path("text").asText();
        return INSTRUCTION.matcher(text).replaceFirst("");
    }
}
