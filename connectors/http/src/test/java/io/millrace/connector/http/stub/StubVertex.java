package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The embedding side of Google's Vertex AI; of a project {@code stub-project}, wherever. */
public final class StubVertex extends StubGoogle {
    public static final String PROJECT = "stub-project";

    private static final Pattern PATH =
            Pattern.compile("/v1/projects/([^/]+)/locations/[^/]+/publishers/google/models/([^/:]+):predict");
    private static final Map<String, Integer> MODELS =
            Map.of("text-embedding-005", 768, "text-multilingual-embedding-002", 768, "gemini-embedding-001", 3072);
    private static final Set<String> FIELDS = Set.of("content", "task_type", "title");
    private static final int MOST_TEXTS = 250;
    private static final int MOST_TOKENS = 2_048;
    private static final int MOST_REQUEST_TOKENS = 20_000;

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
        if (!request.hasKey()) {
            return error(
                    401,
                    "UNAUTHENTICATED",
                    "Request had invalid authentication credentials. Expected OAuth 2 access token",
                    request.header("Authorization") == null ? "CREDENTIALS_MISSING" : "ACCESS_TOKEN_TYPE_UNSUPPORTED");
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !path.group(1).equals(PROJECT)) {
            return error(403, "PERMISSION_DENIED", "Permission denied on resource project", "CONSUMER_INVALID");
        }
        String model = path.group(2);
        Integer own = MODELS.get(model);
        if (own == null) {
            return error(404, "NOT_FOUND", "Publisher Model `%s` was not found".formatted(model));
        }
        String problem = problem(request.body(), model, own);
        if (problem != null) {
            return invalid(problem);
        }
        int dimension =
                request.body().path("parameters").path("outputDimensionality").asInt(own);
        ObjectNode reply = JSON.createObjectNode();
        for (JsonNode instance : request.body().path("instances")) {
            String text = instance.path("content").asText();
            ObjectNode embeddings = reply.withArray("predictions").addObject().putObject("embeddings");
            embeddings.set("values", StubVectors.json(text, dimension));
            embeddings.putObject("statistics").put("truncated", false).put("token_count", tokens(text));
        }
        return new StubReply(200, reply.toString());
    }

    private @Nullable String problem(JsonNode body, String model, int own) {
        JsonNode parameters = body.path("parameters");
        String unknown = unknownField(parameters, Set.of("autoTruncate", "outputDimensionality"));
        JsonNode instances = body.path("instances");
        int most = model.equals("gemini-embedding-001") ? 1 : MOST_TEXTS;
        if (unknown != null || !instances.isArray() || instances.isEmpty()) {
            return "Invalid request: unknown parameter " + unknown + ", or no instances";
        }
        if (instances.size() > most) {
            return "%d instance(s) is allowed per prediction. Actual: %d".formatted(most, instances.size());
        }
        int dimension = parameters.path("outputDimensionality").asInt(own);
        if (dimension < 1 || dimension > own) {
            return "outputDimensionality must be from 1 to " + own;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode instance : instances) {
            String text = instance.path("content").asText();
            boolean task = !instance.has("task_type")
                    || TASKS.contains(instance.path("task_type").asText());
            if (unknownField(instance, FIELDS) != null || text.isEmpty() || !task) {
                return "Invalid instance: its content is empty, or one of its fields can't be";
            }
            texts.add(text);
        }
        return tooMany(texts, parameters.path("autoTruncate").asBoolean(true));
    }

    private @Nullable String tooMany(List<String> texts, boolean truncate) {
        if (isTooLong(texts) && !truncate) {
            return "The input token count exceeds the maximum of %d".formatted(MOST_TOKENS);
        }
        int all = texts.stream()
                .mapToInt(text -> Math.min(tokens(text), MOST_TOKENS))
                .sum();
        return all > MOST_REQUEST_TOKENS
                ? "Unable to submit request because the input token count is %d but the model supports up to %d"
                        .formatted(all, MOST_REQUEST_TOKENS)
                : null;
    }
}
