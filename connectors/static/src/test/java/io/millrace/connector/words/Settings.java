package io.millrace.connector.words;

import io.millrace.model.ModelSettings;
import java.util.Map;

/** Settings of provider static. */
final class Settings {
    private Settings() {}

    static ModelSettings of(Map<String, String> options) {
        ModelSettings plain = ModelSettings.of("embedding", "static");
        return plain.reached(null, null, null, plain.timeout(), options);
    }
}
