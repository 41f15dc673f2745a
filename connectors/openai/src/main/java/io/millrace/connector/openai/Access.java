package io.millrace.connector.openai;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a server is reached. Azure has two kinds of paths: {@code …/openai/v1}, where the deployment is the request's model,
 * and {@code …/openai/deployments/DEPLOYMENT?api-version=…} of before.
 *
 * @param baseUrl what operations' paths are put behind
 * @param keyHeader whether the key goes in {@code api-key}, and not as a bearer
 * @param apiVersion goes with each request, or null
 */
record Access(String baseUrl, boolean keyHeader, @Nullable String apiVersion) {
    private static final String API_VERSION = "api-version";
    private static final String AUTH = "auth";
    private static final String MODEL_NAME = "model-name";
    private static final String KEY = "api-key";

    /** Azure's. */
    private static final List<String> OPTIONS = List.of(API_VERSION, AUTH, MODEL_NAME);

    private static final String V1 = "/openai/v1";

    /** The options that a vendor has beside those of all. */
    static List<String> options(Vendor vendor) {
        return vendor.deployments() ? OPTIONS : List.of();
    }

    /** What model it is that is asked: a deployment's name says nothing of it. */
    static String modelName(Vendor vendor, ProviderOptions options, String model) {
        String given = vendor.deployments() ? options.word(MODEL_NAME) : null;
        return given == null ? model : given;
    }

    /** Where a message says that {@code model-name} would help; empty where there is no such option. */
    static String nameHint(Vendor vendor, ModelSettings settings) {
        return vendor.deployments()
                ? ", or set %s to which of these the deployment has".formatted(settings.key("options." + MODEL_NAME))
                : "";
    }

    static Access of(Vendor vendor, ProviderOptions options, ServerAddress address, String model) {
        String base = address.toString().replaceFirst("/+$", "");
        if (!vendor.deployments()) {
            return new Access(address.uri().toString(), false, null);
        }
        String version = options.word(API_VERSION);
        boolean keyHeader = options.oneOf(AUTH, List.of(KEY, "bearer"), KEY).equals(KEY);
        if (base.endsWith(V1)) {
            return new Access(base, keyHeader, version);
        }
        String root = base.replaceFirst("/openai$", "");
        return version == null
                ? new Access(root + V1, keyHeader, null)
                : new Access(root + "/openai/deployments/" + escaped(model), keyHeader, version);
    }

    private static String escaped(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
