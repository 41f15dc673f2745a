package io.millrace.job.config;

import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.MaskedText;
import io.millrace.job.config.bind.SecretNames;
import io.millrace.job.config.bind.Setting;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model that writes answers. */
public record ChatConfig(
        @Setting(
                value = "none",
                doc =
                        "Who writes answers: `none` quotes the best sentences that were found, `openai` is OpenAI and every"
                                + " server that speaks its protocol; `anthropic`, `gemini`, `cohere` and `ollama`.")
        String provider,

        @Setting(doc = "The model, as its provider spells it; without it, the provider's default.") @Nullable
        String model,

        @Setting(
                doc =
                        "Where the provider is reached, such as `http://localhost:11434/v1`; without it, its own address.")
        @Nullable
        URI baseUrl,

        @Setting(doc = "The key that the provider asks for, as `${NAME}` or `${file:/path}`.") @Nullable
        Secret apiKey,

        @Setting(value = "60s", min = "100ms", doc = "How long one call may take, from sending to the last byte.")
        Duration timeout,

        @Setting(value = "1024", min = "1", doc = "Tokens that an answer may have.")
        int maxOutputTokens,

        @Setting(
                min = "0",
                max = "2",
                doc =
                        "How freely the model chooses its words; without it, the provider's default. Some models take none.")
        @Nullable
        Double temperature,

        @Setting(doc = "What only this provider knows.") Map<String, String> options)
        implements Serializable {

    private static final String NONE = "none";

    public ChatConfig {
        options = Map.copyOf(options);
        boolean anyone = !provider.equals(NONE);
        new Contradictions()
                .unless(anyone || model == null, "chat.model", useless("model"))
                .unless(anyone || baseUrl == null, "chat.base-url", useless("base-url"))
                .unless(anyone || apiKey == null, "chat.api-key", useless("api-key"))
                .refuse();
    }

    /** Whether a model writes answers; else they are quoted. */
    public boolean hasModel() {
        return !provider.equals(NONE);
    }

    /** As the provider takes them. */
    public ModelSettings toSettings() {
        return ModelSettings.of("chat", provider)
                .reached(model, baseUrl, apiKey, timeout, options)
                .writing(maxOutputTokens, temperature);
    }

    @Override
    public String toString() {
        return MaskedText.of(this, SecretNames::isSecret);
    }

    private static String useless(String name) {
        return "chat.%s is set, but chat.provider is none: name the provider, such as openai, or remove chat.%s"
                .formatted(name, name);
    }
}
