package io.millrace.model;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which model to open and how to reach it; what {@code embedding}, {@code chat} or
 * {@code rerank} holds in the configuration.
 *
 * @param section the configuration section, such as {@code embedding}, for messages that name a key
 * @param provider the provider's name
 * @param model the model's name, or null for the provider's default
 * @param baseUrl where the provider is reached, or null for its own address
 * @param apiKey the key, or null where none is needed
 * @param dimension numbers in a vector, or null for the model's own
 * @param timeout of one call, from sending to the last byte
 * @param concurrency calls in flight at once, or null for the provider's default
 * @param batchSize texts in a call, or null for the provider's limit
 * @param maxOutputTokens tokens that a chat model may write
 * @param temperature of a chat model's sampling, or null to leave it out of the call
 * @param documentPrefix put before a document's text; empty for none
 * @param queryPrefix put before a question; empty for none
 * @param options what only this provider knows
 */
public record ModelSettings(
        String section,
        String provider,
        @Nullable String model,
        @Nullable URI baseUrl,
        @Nullable Secret apiKey,
        @Nullable Integer dimension,
        Duration timeout,
        @Nullable Integer concurrency,
        @Nullable Integer batchSize,
        int maxOutputTokens,
        @Nullable Double temperature,
        String documentPrefix,
        String queryPrefix,
        Map<String, String> options)
        implements Serializable {

    /** Settings for a provider with everything else at its default. */
    public static ModelSettings of(String section, String provider) {
        return new ModelSettings(
                section,
                provider,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(60),
                null,
                null,
                1024,
                null,
                "",
                "",
                Map.of());
    }

    /** These, for a model that is reached so. */
    public ModelSettings reached(
            @Nullable String name,
            @Nullable URI address,
            @Nullable Secret key,
            Duration time,
            Map<String, String> particular) {
        return new ModelSettings(
                section,
                provider,
                name,
                address,
                key,
                dimension,
                time,
                concurrency,
                batchSize,
                maxOutputTokens,
                temperature,
                documentPrefix,
                queryPrefix,
                particular);
    }

    /** These, for a chat model. */
    public ModelSettings writing(int tokens, @Nullable Double freedom) {
        return new ModelSettings(
                section,
                provider,
                model,
                baseUrl,
                apiKey,
                dimension,
                timeout,
                concurrency,
                batchSize,
                tokens,
                freedom,
                documentPrefix,
                queryPrefix,
                options);
    }

    /** These, for an embedding model. */
    public ModelSettings embedding(
            @Nullable Integer numbers,
            @Nullable Integer calls,
            @Nullable Integer texts,
            String beforeDocuments,
            String beforeQuestions) {
        return new ModelSettings(
                section,
                provider,
                model,
                baseUrl,
                apiKey,
                numbers,
                timeout,
                calls,
                texts,
                maxOutputTokens,
                temperature,
                beforeDocuments,
                beforeQuestions,
                options);
    }

    /** Without the options' values: a provider of a user's own may take a secret among them. */
    @Override
    public String toString() {
        return "ModelSettings[section=%s, provider=%s, model=%s, baseUrl=%s, dimension=%s, options=%s]"
                .formatted(section, provider, model, baseUrl, dimension, options.keySet());
    }

    /** The full configuration key of one of this section's settings. */
    public String key(String name) {
        return section + "." + name;
    }
}
