package io.millrace.connector.onnx;

import io.millrace.model.ModelSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of provider onnx with one thing or another changed. */
final class Settings {
    private @Nullable String model;
    private @Nullable Integer dimension;
    private @Nullable Integer concurrency;
    private @Nullable Integer batchSize;
    private String documentPrefix = "";
    private String queryPrefix = "";
    private Map<String, String> options = Map.of();

    Settings model(String given) {
        model = given;
        return this;
    }

    Settings dimension(int given) {
        dimension = given;
        return this;
    }

    Settings concurrency(int given) {
        concurrency = given;
        return this;
    }

    Settings batchSize(int given) {
        batchSize = given;
        return this;
    }

    Settings prefixes(String document, String query) {
        documentPrefix = document;
        queryPrefix = query;
        return this;
    }

    Settings options(Map<String, String> given) {
        options = given;
        return this;
    }

    ModelSettings build() {
        ModelSettings plain = ModelSettings.of("embedding", "onnx");
        return new ModelSettings(
                plain.section(),
                plain.provider(),
                model,
                null,
                null,
                dimension,
                plain.timeout(),
                concurrency,
                batchSize,
                plain.maxOutputTokens(),
                null,
                documentPrefix,
                queryPrefix,
                options);
    }
}
