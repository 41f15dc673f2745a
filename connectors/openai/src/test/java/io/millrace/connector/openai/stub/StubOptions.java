package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a stub behaves.
 *
 * @param port to listen on, or 0 for any that is free
 * @param apiKey what calls must bring as bearer, or null to ask for none
 * @param models embedding models and their own dimensions; others are not found
 * @param maxInputs texts in an embedding request
 * @param maxInputTokens tokens in a text
 * @param maxRequestTokens tokens in an embedding request
 * @param latency before each answer
 * @param keepRequests whether {@link StubCall#request()} keeps the bodies; without, a long run needs little memory
 */
public record StubOptions(
        int port,
        @Nullable String apiKey,
        Map<String, Integer> models,
        int maxInputs,
        int maxInputTokens,
        int maxRequestTokens,
        Duration latency,
        boolean keepRequests) {

    /** OpenAI's three models and its limits, no key, no latency, any free port. */
    public static StubOptions defaults() {
        return new StubOptions(
                0,
                null,
                Map.of("text-embedding-3-small", 1536, "text-embedding-3-large", 3072, "text-embedding-ada-002", 1536),
                2048,
                8192,
                300_000,
                Duration.ZERO,
                true);
    }

    public StubOptions withPort(int newPort) {
        return new StubOptions(
                newPort, apiKey, models, maxInputs, maxInputTokens, maxRequestTokens, latency, keepRequests);
    }

    public StubOptions withApiKey(String newApiKey) {
        return new StubOptions(
                port, newApiKey, models, maxInputs, maxInputTokens, maxRequestTokens, latency, keepRequests);
    }

    /** Adds an embedding model. */
    public StubOptions withModel(String model, int dimension) {
        Map<String, Integer> more = new LinkedHashMap<>(models);
        more.put(model, dimension);
        return new StubOptions(
                port, apiKey, Map.copyOf(more), maxInputs, maxInputTokens, maxRequestTokens, latency, keepRequests);
    }

    public StubOptions withLimits(int inputs, int inputTokens, int requestTokens) {
        return new StubOptions(port, apiKey, models, inputs, inputTokens, requestTokens, latency, keepRequests);
    }

    public StubOptions withLatency(Duration newLatency) {
        return new StubOptions(
                port, apiKey, models, maxInputs, maxInputTokens, maxRequestTokens, newLatency, keepRequests);
    }

    public StubOptions withoutKeptRequests() {
        return new StubOptions(port, apiKey, models, maxInputs, maxInputTokens, maxRequestTokens, latency, false);
    }
}
