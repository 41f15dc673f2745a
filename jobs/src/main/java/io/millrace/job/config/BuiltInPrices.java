package io.millrace.job.config;

import io.millrace.usage.Price;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** List prices in USD of a million tokens, as their providers stated them. They move: a configuration's own win. */
final class BuiltInPrices {
    static final String CURRENCY = "USD";
    static final LocalDate AS_OF = LocalDate.of(2026, 11, 22);

    private static final Map<String, Price> MODELS = new LinkedHashMap<>();

    static {
        // In this process.
        MODELS.put("onnx/*", Price.FREE);
        MODELS.put("static/*", Price.FREE);
        // On a machine that is paid for anyway.
        MODELS.put("tei/*", Price.FREE);
        MODELS.put("ollama/*", Price.FREE);
        price("text-embedding-3-large", "0.13");
        price("text-embedding-3-small", "0.02");
        // Up to 272,000 tokens a request.
        price("gpt-6-sol", "2 / 10");
        price("gpt-6.1-sol", "2 / 10");
        price("gpt-6.1-terra", "1 / 5");
        price("gpt-6-luna", "0.10 / 0.50");
        price("gpt-6-astra", "10 / 50");
        price("gpt-4o", "2.50 / 10");
        price("claude-opus-5-5", "4 / 20");
        price("claude-sonnet-5-5", "2 / 10");
        price("claude-fable-5-1", "10 / 50");
        price("gemini-embedding-001", "0.15");
        price("gemini-embedding-2", "0.20");
        price("text-embedding-005", "0.10");
        // Until the end of 2026; twice that from then on.
        price("gemini-3.6-flash", "0.75 / 3.75");
        price("gemini-3.7-flash", "0.75 / 3.75");
        price("amazon.titan-embed-text-v2:0", "0.02");
        price("embed-v4.0", "0.12");
        price("embed-v5.0-pro", "0.12");
        price("embed-v5.0-fast", "0.08");
        // Those before are billed by searches.
        price("rerank-v5.0-pro", "0.05");
        price("rerank-v5.0-fast", "0.02");
        price("voyage-4-large", "0.12");
        price("voyage-4", "0.06");
        price("voyage-4-lite", "0.02");
        price("text-embedding-v4", "0.07");
        price("qwen3-rerank", "0.10");
        price("mistral-embed", "0.10");
        price("mistral-large-2512", "0.5 / 1.5");
        price("mistral-medium-3-5", "1.5 / 7.5");
        price("mistral-small-2603", "0.15 / 0.6");
    }

    private BuiltInPrices() {}

    /** By {@code model}, or by {@code provider/*}. */
    static Map<String, Price> models() {
        return MODELS;
    }

    private static void price(String model, String price) {
        MODELS.put(model, Price.parse(price));
    }
}
