package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** DeepSeek's API, which answers chats only. */
public final class StubDeepSeek extends FrontedStub {
    public static final String CHAT_MODEL = "deepseek-flash";
    /** What it says, with 402, when an account is empty. */
    public static final String EMPTY_ACCOUNT =
            "{\"error\":{\"message\":\"Insufficient Balance\",\"type\":\"unknown_error\",\"param\":null,\"code\":\"invalid_request_error\"}}";

    public StubDeepSeek() {
        super(StubOptions.defaults(), new Front(), "");
    }

    private static final class Front implements StubFront {
        @Override
        public String path(HttpExchange.Request request) {
            return request.path().equals("/chat/completions") ? "/v1/chat/completions" : "";
        }

        @Override
        public @Nullable StubReply problem(HttpExchange.Request request, JsonNode json, boolean chatting) {
            boolean known = json.path("model").asText().startsWith("deepseek-");
            return known
                    ? null
                    : StubReply.refused(
                            400,
                            StubErrors.body("Model Not Exist", "invalid_request_error", null, "model_not_found"),
                            0,
                            0);
        }

        @Override
        public JsonNode asked(HttpExchange.Request request, JsonNode json, boolean chatting) {
            ObjectNode asked = json.deepCopy();
            return asked.put("model", "gpt-4o");
        }
    }
}
