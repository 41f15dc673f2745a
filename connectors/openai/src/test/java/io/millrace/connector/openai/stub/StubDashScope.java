package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alibaba's Model Studio, its mode that is compatible with OpenAI: 10 texts to a request, and no base64. */
public final class StubDashScope extends FrontedStub {
    public static final String CHAT_MODEL = "qwen3.6-plus";
    /** What it says when a minute's tokens are spent. */
    public static final String ALLOWANCE_SPENT =
            "{\"error\":{\"message\":\"You exceeded your current quota, please check your plan and billing details.\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"},\"request_id\":\"stub\"}";

    private static final int INPUTS = 10;

    public StubDashScope() {
        super(
                StubOptions.defaults()
                        .withModel("text-embedding-v4", 2048)
                        .withModel("text-embedding-v3", 1024)
                        .withLimits(INPUTS, 8192, INPUTS * 8192),
                new Front(),
                "/compatible-mode/v1");
    }

    private static final class Front implements StubFront {
        private static final Set<Integer> DIMENSIONS = Set.of(2048, 1536, 1024, 768, 512, 256, 128, 64);
        private static final String BASE = "/compatible-mode";

        @Override
        public @Nullable StubReply keyProblem(HttpExchange.Request request, @Nullable String key) {
            return ("Bearer " + key).equals(request.headers().get("authorization"))
                    ? null
                    : error(401, "invalid_api_key", "Incorrect API key provided.");
        }

        @Override
        public String path(HttpExchange.Request request) {
            return request.path().startsWith(BASE) ? request.path().substring(BASE.length()) : "";
        }

        @Override
        public @Nullable StubReply problem(HttpExchange.Request request, JsonNode json, boolean chatting) {
            String model = json.path("model").asText();
            if (!(chatting ? model.startsWith("qwen") : model.startsWith("text-embedding-v"))) {
                return error(404, "model_not_found", "The model `%s` does not exist.".formatted(model));
            }
            if (chatting) {
                return json.has("max_completion_tokens")
                        ? error(400, "InvalidParameter", "Unknown parameter: max_completion_tokens")
                        : null;
            }
            if (json.path("input").size() > INPUTS) {
                return error(
                        400,
                        "InvalidParameter",
                        "<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than 10.: input.contents");
            }
            if (!json.path("encoding_format").asText("float").equals("float")) {
                return error(400, "InvalidParameter", "encoding_format must be float");
            }
            boolean dimensioned = !json.has("dimensions")
                    || DIMENSIONS.contains(json.path("dimensions").asInt());
            return dimensioned ? null : error(400, "InvalidParameter", "dimension is invalid");
        }

        @Override
        public JsonNode asked(HttpExchange.Request request, JsonNode json, boolean chatting) {
            ObjectNode asked = json.deepCopy();
            if (chatting) {
                return asked.put("model", "gpt-4o");
            }
            return asked.has("dimensions") ? asked : asked.put("dimensions", 1024);
        }

        private static StubReply error(int status, String code, String message) {
            ObjectNode body = StubOpenAi.JSON.createObjectNode();
            body.putObject("error")
                    .put("message", message)
                    .put("type", code)
                    .putNull("param")
                    .put("code", code);
            body.put("request_id", "stub");
            return StubReply.refused(status, body.toString(), 0, 0);
        }
    }
}
