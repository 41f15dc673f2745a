package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Mistral's API: a field that it doesn't know is refused with 422, as FastAPI does it. */
public final class StubMistral extends FrontedStub {
    public static final String CHAT_MODEL = "mistral-small-2603";

    private static final int INPUTS = 512;

    public StubMistral() {
        super(
                StubOptions.defaults()
                        .withModel("mistral-embed", 1024)
                        .withModel("codestral-embed", 3072)
                        .withLimits(INPUTS, 8192, 16_384),
                new Front(),
                "/v1");
    }

    private static final class Front implements StubFront {
        private static final Set<String> EMBEDDING_FIELDS =
                Set.of("model", "input", "encoding_format", "output_dimension", "output_dtype", "metadata");
        private static final Set<String> CHAT_FIELDS = Set.of(
                "model",
                "messages",
                "temperature",
                "top_p",
                "max_tokens",
                "stream",
                "stop",
                "random_seed",
                "response_format",
                "safe_prompt");
        private static final Pattern MODELS = Pattern.compile("(mistral|codestral)-[\\w.-]+");

        @Override
        public @Nullable StubReply keyProblem(HttpExchange.Request request, @Nullable String key) {
            return ("Bearer " + key).equals(request.headers().get("authorization"))
                    ? null
                    : StubReply.refused(401, "{\"detail\":\"Unauthorized\"}", 0, 0);
        }

        @Override
        public StubReply nothingAt(HttpExchange.Request request) {
            return StubReply.refused(404, "{\"message\":\"no Route matched with those values\"}", 0, 0);
        }

        @Override
        public @Nullable StubReply problem(HttpExchange.Request request, JsonNode json, boolean chatting) {
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (!(chatting ? CHAT_FIELDS : EMBEDDING_FIELDS).contains(name)) {
                    return unprocessable("extra_forbidden", name, "Extra inputs are not permitted");
                }
            }
            String model = json.path("model").asText();
            boolean embeds = model.endsWith("-embed");
            if (!MODELS.matcher(model).matches() || embeds == chatting) {
                return flat("invalid_model", "Invalid model: " + model, "1500");
            }
            if (model.equals("mistral-embed") && json.has("output_dimension")) {
                return flat(
                        "invalid_request_invalid_args",
                        "Model mistral-embed does not support output_dimension.",
                        "3051");
            }
            if (json.path("input").size() > INPUTS) {
                return flat("invalid_request_prompt", "Too many inputs in request, split into more batches.", "3210");
            }
            return null;
        }

        @Override
        public JsonNode asked(HttpExchange.Request request, JsonNode json, boolean chatting) {
            ObjectNode asked = json.deepCopy();
            if (chatting) {
                // Its streams count without being asked to.
                if (asked.path("stream").asBoolean()) {
                    asked.putObject("stream_options").put("include_usage", true);
                }
                return asked.put("model", "gpt-4o");
            }
            JsonNode dimension = asked.remove("output_dimension");
            if (asked.path("model").asText().equals("codestral-embed")) {
                asked.put("dimensions", dimension == null ? 1536 : dimension.asInt());
            }
            return asked;
        }

        private static StubReply unprocessable(String type, String field, String words) {
            ObjectNode body = StubOpenAi.JSON.createObjectNode();
            ObjectNode first = body.putArray("detail").addObject().put("type", type);
            ArrayNode place = first.putArray("loc");
            place.add("body").add(field);
            first.put("msg", words);
            return StubReply.refused(422, body.toString(), 0, 0);
        }

        private static StubReply flat(String type, String message, String code) {
            ObjectNode body = StubOpenAi.JSON
                    .createObjectNode()
                    .put("object", "error")
                    .put("message", message)
                    .put("type", type)
                    .putNull("param")
                    .put("code", code);
            return StubReply.refused(400, body.toString(), 0, 0);
        }
    }
}
