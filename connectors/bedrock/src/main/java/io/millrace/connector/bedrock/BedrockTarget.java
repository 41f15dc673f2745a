package io.millrace.connector.bedrock;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Where a model is called, and as whom.
 *
 * @param address for messages, and for calls where it is overridden
 * @param override in place of the region's own address, or null
 * @param model the id to call: a model's, an inference profile's, or an ARN
 * @param bearer a Bedrock API key, or null where requests are signed with AWS credentials
 */
record BedrockTarget(
        ModelSettings settings,
        Region region,
        ServerAddress address,
        @Nullable URI override,
        String model,
        @Nullable String bearer) {
    static final String REGION = "region";
    static final String MODEL_NAME = "model-name";

    private static final String BEARER_VARIABLE = "AWS_BEARER_TOKEN_BEDROCK";

    /** Of both kinds of models. */
    static final List<String> OPTIONS = List.of(REGION, MODEL_NAME);

    /**
     * Looks the region up where none is configured.
     *
     * @param model the id to call
     * @throws FatalException when there is no region, or the key can't stand in a header
     */
    static BedrockTarget of(ModelSettings settings, ProviderOptions options, String model) {
        Region region = region(settings, options);
        URI own = URI.create("https://bedrock-runtime.%s.amazonaws.com".formatted(region));
        return new BedrockTarget(
                settings,
                region,
                ServerAddress.of(settings, own),
                settings.baseUrl(),
                model,
                bearer(settings, System.getenv(BEARER_VARIABLE)));
    }

    /** The model's id, of a provider that has no default. */
    static String requireModel(ModelSettings settings, String example) {
        String model = settings.model();
        if (model == null) {
            throw new FatalException(
                    "model-missing",
                    "%s is missing: name a model of provider '%s', such as %s"
                            .formatted(settings.key("model"), settings.provider(), example));
        }
        return model;
    }

    /**
     * What model it is: as {@code model-name} says, else by its id, without the {@code us.} or {@code global.} of an
     * inference profile, which chooses where the same model is run.
     */
    static String modelName(ProviderOptions options, String model) {
        String given = options.word(MODEL_NAME);
        return given == null
                ? model.replaceFirst("^(?:us|us-gov|eu|apac|jp|au|ca|global)\\.(?=[a-z0-9]+\\.)", "")
                : given;
    }

    Duration timeout() {
        return settings.timeout();
    }

    /** What must not be repeated. */
    List<String> secrets() {
        return bearer == null ? List.of() : List.of(bearer);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "BedrockTarget[region=%s, address=%s, model=%s]".formatted(region, address, model);
    }

    private static Region region(ModelSettings settings, ProviderOptions options) {
        String given = options.word(REGION);
        if (given != null) {
            return Region.of(given);
        }
        try {
            return new DefaultAwsRegionProviderChain().getRegion();
        } catch (SdkClientException nowhere) {
            throw new FatalException(
                    "region-missing",
                    "No AWS region is known: set %s, such as us-east-1, or AWS_REGION where the job runs"
                            .formatted(settings.key("options." + REGION)));
        }
    }

    /**
     * The configured API key, else the one that Amazon's tools take from the environment.
     *
     * @param variable of the environment, or null
     */
    static @Nullable String bearer(ModelSettings settings, @Nullable String variable) {
        Secret given = settings.apiKey();
        String configured = given == null ? "" : given.value().strip();
        String value = configured.isEmpty() && variable != null ? variable.strip() : configured;
        if (!value.chars().allMatch(unit -> unit > ' ' && unit < 0x7F)) {
            throw new FatalException(
                    "api-key-invalid",
                    "%s has a character that no key has: a space, a line break, or one that isn't ASCII"
                            .formatted(configured.isEmpty() ? BEARER_VARIABLE : settings.key("api-key")));
        }
        return value.isEmpty() ? null : value;
    }
}
