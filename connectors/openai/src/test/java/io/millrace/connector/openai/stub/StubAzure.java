package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resource of Azure OpenAI with two deployments. It takes {@link #KEY} in {@code api-key}, or {@link #ENTRA_TOKEN} as bearer;
 * {@code /openai/v1/…}, or {@code /openai/deployments/NAME/…} with an {@code api-version}.
 */
public final class StubAzure extends FrontedStub {
    public static final String ENTRA_TOKEN = "eyJ0eXAi.correct-horse.battery-staple";
    /** Of text-embedding-3-small. */
    public static final String EMBEDDING_DEPLOYMENT = "embed-small";
    /** Of gpt-4o. */
    public static final String CHAT_DEPLOYMENT = "our-chat";

    public StubAzure() {
        super(StubOptions.defaults(), new Front(), "");
    }

    private static final class Front implements StubFront {
        private static final Pattern V1 = Pattern.compile("/openai/v1(/embeddings|/chat/completions)");
        private static final Pattern LEGACY =
                Pattern.compile("/openai/deployments/([^/]+)(/embeddings|/chat/completions)");
        private static final Pattern VERSION =
                Pattern.compile("(.*&)?api-version=\\d{4}-\\d\\d-\\d\\d(-preview)?(&.*)?");
        private static final Map<String, String> DEPLOYMENTS =
                Map.of(EMBEDDING_DEPLOYMENT, "text-embedding-3-small", CHAT_DEPLOYMENT, "gpt-4o");

        @Override
        public @Nullable StubReply keyProblem(HttpExchange.Request request, @Nullable String key) {
            boolean keyed = KEY.equals(request.headers().get("api-key"));
            boolean entra = ("Bearer " + ENTRA_TOKEN).equals(request.headers().get("authorization"));
            return keyed || entra
                    ? null
                    : error(
                            401,
                            "401",
                            "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.");
        }

        @Override
        public String path(HttpExchange.Request request) {
            Matcher v1 = V1.matcher(request.path());
            Matcher legacy = LEGACY.matcher(request.path());
            boolean versioned = VERSION.matcher(request.query()).matches();
            if (v1.matches()) {
                return "/v1" + v1.group(1);
            }
            return legacy.matches() && versioned ? "/v1" + legacy.group(2) : "";
        }

        @Override
        public StubReply nothingAt(HttpExchange.Request request) {
            return error(404, "404", "Resource not found");
        }

        @Override
        public @Nullable StubReply problem(HttpExchange.Request request, JsonNode json, boolean chatting) {
            return DEPLOYMENTS.containsKey(deployment(request, json))
                    ? null
                    : error(
                            404,
                            "DeploymentNotFound",
                            "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.");
        }

        @Override
        public JsonNode asked(HttpExchange.Request request, JsonNode json, boolean chatting) {
            ObjectNode asked = json.deepCopy();
            return asked.put("model", DEPLOYMENTS.get(deployment(request, json)));
        }

        /** Of the old path, which goes before what stands in the body. */
        private static String deployment(HttpExchange.Request request, JsonNode json) {
            Matcher legacy = LEGACY.matcher(request.path());
            return legacy.matches() ? legacy.group(1) : json.path("model").asText();
        }

        private static StubReply error(int status, String code, String message) {
            ObjectNode body = StubOpenAi.JSON.createObjectNode();
            body.putObject("error").put("code", code).put("message", message);
            return StubReply.refused(status, body.toString(), 0, 0);
        }
    }
}
