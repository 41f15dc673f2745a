package io.millrace.connector.bedrock;

import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings with what a test changes of the defaults, in a process whose AWS credentials are the stub's. */
record TestSettings(ModelSettings settings) {
    private static final String ACCESS_KEY = "aws.accessKeyId";
    private static final String SECRET_KEY = "aws.secretAccessKey";

    static {
        System.setProperty("aws.disableEc2Metadata", "true");
        giveCredentials(StubBedrock.ACCESS_KEY, StubBedrock.SECRET_KEY);
    }

    static TestSettings of(String section, @Nullable URI baseUrl, @Nullable String model) {
        return new TestSettings(ModelSettings.of(section, "bedrock")
                .reached(
                        model, baseUrl, null, Duration.ofMinutes(1), Map.of(BedrockTarget.REGION, StubBedrock.REGION)));
    }

    TestSettings apiKey(String key) {
        return new TestSettings(settings.reached(
                settings.model(), settings.baseUrl(), new Secret(key), settings.timeout(), settings.options()));
    }

    TestSettings timeout(Duration timeout) {
        return new TestSettings(
                settings.reached(settings.model(), settings.baseUrl(), settings.apiKey(), timeout, settings.options()));
    }

    TestSettings model(String model) {
        return new TestSettings(
                settings.reached(model, settings.baseUrl(), settings.apiKey(), settings.timeout(), settings.options()));
    }

    TestSettings option(String name, String value) {
        Map<String, String> options = new HashMap<>(settings.options());
        options.put(name, value);
        return new TestSettings(
                settings.reached(settings.model(), settings.baseUrl(), settings.apiKey(), settings.timeout(), options));
    }

    TestSettings dimension(int dimension) {
        return new TestSettings(settings.embedding(dimension, null, null, "", ""));
    }

    TestSettings temperature(double temperature) {
        return new TestSettings(settings.writing(settings.maxOutputTokens(), temperature));
    }

    /** Runs a test as somebody else. */
    static void as(String accessKey, String secretKey, Runnable test) {
        giveCredentials(accessKey, secretKey);
        try {
            test.run();
        } finally {
            giveCredentials(StubBedrock.ACCESS_KEY, StubBedrock.SECRET_KEY);
        }
    }

    private static void giveCredentials(String accessKey, String secretKey) {
        System.setProperty(ACCESS_KEY, accessKey);
        System.setProperty(SECRET_KEY, secretKey);
    }
}
