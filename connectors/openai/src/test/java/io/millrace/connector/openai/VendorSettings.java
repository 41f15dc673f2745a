package io.millrace.connector.openai;

import io.millrace.connector.openai.stub.FrontedStub;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings for a vendor's stub, with its key. */
final class VendorSettings {
    private VendorSettings() {}

    static ModelSettings of(
            String section, String provider, FrontedStub stub, @Nullable String model, Map<String, String> options) {
        return ModelSettings.of(section, provider)
                .reached(model, stub.baseUrl(), new Secret(FrontedStub.KEY), Duration.ofMinutes(1), options);
    }
}
