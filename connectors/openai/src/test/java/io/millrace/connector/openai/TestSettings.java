package io.millrace.connector.openai;

import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings with what a test changes of the defaults. */
final class TestSettings {
    private final String section;
    private final @Nullable URI baseUrl;
    private @Nullable String model;
    private @Nullable Secret apiKey;
    private @Nullable Integer dimension;
    private Duration timeout = Duration.ofSeconds(60);
    private @Nullable Integer concurrency;
    private @Nullable Integer batchSize;
    private @Nullable Double temperature;
    private String documentPrefix = "";
    private String queryPrefix = "";
    private Map<String, String> options = Map.of();

    private TestSettings(String section, @Nullable URI baseUrl) {
        this.section = section;
        this.baseUrl = baseUrl;
    }

    static TestSettings embedding(@Nullable URI baseUrl) {
        return new TestSettings("embedding", baseUrl);
    }

    static TestSettings chat(@Nullable URI baseUrl) {
        return new TestSettings("chat", baseUrl);
    }

    TestSettings model(String value) {
        model = value;
        return this;
    }

    TestSettings apiKey(String value) {
        apiKey = new Secret(value);
        return this;
    }

    TestSettings dimension(int value) {
        dimension = value;
        return this;
    }

    TestSettings timeout(Duration value) {
        timeout = value;
        return this;
    }

    TestSettings concurrency(int value) {
        concurrency = value;
        return this;
    }

    TestSettings batchSize(int value) {
        batchSize = value;
        return this;
    }

    TestSettings temperature(double value) {
        temperature = value;
        return this;
    }

    TestSettings prefixes(String document, String query) {
        documentPrefix = document;
        queryPrefix = query;
        return this;
    }

    TestSettings option(String name, String value) {
        options = Map.of(name, value);
        return this;
    }

    ModelSettings settings() {
        return new ModelSettings(
                section,
                "openai",
                model,
                baseUrl,
                apiKey,
                dimension,
                timeout,
                concurrency,
                batchSize,
                1024,
                temperature,
                documentPrefix,
                queryPrefix,
                options);
    }
}
