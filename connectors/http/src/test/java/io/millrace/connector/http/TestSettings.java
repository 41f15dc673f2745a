package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings with what a test changes of the defaults. */
record TestSettings(
        String provider,
        @Nullable URI baseUrl,
        @Nullable String model,
        @Nullable String apiKey,
        Duration timeout,
        Map<String, String> options) {

    static TestSettings of(String provider, @Nullable URI baseUrl) {
        return new TestSettings(provider, baseUrl, null, null, Duration.ofMinutes(1), Map.of());
    }

    TestSettings model(String value) {
        return new TestSettings(provider, baseUrl, value, apiKey, timeout, options);
    }

    TestSettings apiKey(String value) {
        return new TestSettings(provider, baseUrl, model, value, timeout, options);
    }

    TestSettings timeout(Duration value) {
        return new TestSettings(provider, baseUrl, model, apiKey, value, options);
    }

    TestSettings option(String name, String value) {
        return new TestSettings(provider, baseUrl, model, apiKey, timeout, Map.of(name, value));
    }

    ModelSettings settings() {
        return new ModelSettings(
                "rerank",
                provider,
                model,
                baseUrl,
                apiKey == null ? null : new Secret(apiKey),
                null,
                timeout,
                null,
                null,
                1024,
                null,
                "",
                "",
                options);
    }
}
