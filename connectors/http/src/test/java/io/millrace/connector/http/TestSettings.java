package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings with what a test changes of the defaults. */
record TestSettings(
        String section,
        String provider,
        @Nullable URI baseUrl,
        @Nullable String model,
        @Nullable String apiKey,
        Duration timeout,
        Numbers numbers,
        Map<String, String> options) {

    /** What only embedding models have. */
    record Numbers(
            @Nullable Integer dimension, @Nullable Integer batchSize, String documentPrefix, String queryPrefix) {}

    /** Of a rerank model. */
    static TestSettings of(String provider, @Nullable URI baseUrl) {
        return of("rerank", provider, baseUrl);
    }

    static TestSettings of(String section, String provider, @Nullable URI baseUrl) {
        return new TestSettings(
                section,
                provider,
                baseUrl,
                null,
                null,
                Duration.ofMinutes(1),
                new Numbers(null, null, "", ""),
                Map.of());
    }

    TestSettings model(@Nullable String value) {
        return new TestSettings(section, provider, baseUrl, value, apiKey, timeout, numbers, options);
    }

    TestSettings apiKey(@Nullable String value) {
        return new TestSettings(section, provider, baseUrl, model, value, timeout, numbers, options);
    }

    TestSettings timeout(Duration value) {
        return new TestSettings(section, provider, baseUrl, model, apiKey, value, numbers, options);
    }

    TestSettings option(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return new TestSettings(section, provider, baseUrl, model, apiKey, timeout, numbers, more);
    }

    TestSettings dimension(int value) {
        return numbers(new Numbers(value, numbers.batchSize, numbers.documentPrefix, numbers.queryPrefix));
    }

    TestSettings batchSize(int value) {
        return numbers(new Numbers(numbers.dimension, value, numbers.documentPrefix, numbers.queryPrefix));
    }

    TestSettings prefixes(String document, String query) {
        return numbers(new Numbers(numbers.dimension, numbers.batchSize, document, query));
    }

    private TestSettings numbers(Numbers value) {
        return new TestSettings(section, provider, baseUrl, model, apiKey, timeout, value, options);
    }

    ModelSettings settings() {
        return new ModelSettings(
                section,
                provider,
                model,
                baseUrl,
                apiKey == null ? null : new Secret(apiKey),
                numbers.dimension,
                timeout,
                null,
                numbers.batchSize,
                1024,
                null,
                numbers.documentPrefix,
                numbers.queryPrefix,
                options);
    }
}
