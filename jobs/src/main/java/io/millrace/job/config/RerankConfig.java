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

/** The model that puts what was found into a better order. */
public record RerankConfig(
        @Setting(
                value = "none",
                doc =
                        "Who orders what was found: `none` leaves it in the search's order, `tei` is a server of Text"
                                + " Embeddings Inference, `cohere` and `jina` are these and every server that speaks their protocol, `voyage` and `dashscope` are these.")
        String provider,

        @Setting(
                doc = "The model, as its provider spells it; without it, the provider's default. `cohere` has none, and"
                        + " `tei` needs none: there a server has one model.")
        @Nullable
        String model,

        @Setting(
                doc = "Where the provider is reached, such as `http://localhost:8080`, without the path of its API;"
                        + " without it, its own address. `tei` has none.")
        @Nullable
        URI baseUrl,

        @Setting(doc = "The key that the provider asks for, as `${NAME}` or `${file:/path}`.") @Nullable
        Secret apiKey,

        @Setting(
                value = "2s",
                min = "10ms",
                doc =
                        "How long reranking may take, with all its calls; what is late then is given up, and the search's order"
                                + " stands.")
        Duration timeout,

        @Setting(
                value = "50",
                min = "1",
                max = "1000",
                doc = "Chunks that are retrieved to be reranked; never fewer than a request asks for.")
        int candidates,

        @Setting(doc = "What only this provider knows.") Map<String, String> options)
        implements Serializable {

    private static final String NONE = "none";

    public RerankConfig {
        options = Map.copyOf(options);
        boolean anyone = !provider.equals(NONE);
        new Contradictions()
                .unless(anyone || model == null, "rerank.model", useless("model"))
                .unless(anyone || baseUrl == null, "rerank.base-url", useless("base-url"))
                .unless(anyone || apiKey == null, "rerank.api-key", useless("api-key"))
                .refuse();
    }

    /** Whether a model orders what was found. */
    public boolean hasModel() {
        return !provider.equals(NONE);
    }

    /** As the provider takes them. */
    public ModelSettings toSettings() {
        return ModelSettings.of("rerank", provider).reached(model, baseUrl, apiKey, timeout, options);
    }

    @Override
    public String toString() {
        return MaskedText.of(this, SecretNames::isSecret);
    }

    private static String useless(String name) {
        return "rerank.%s is set, but rerank.provider is none: name the provider, such as tei, or remove rerank.%s"
                .formatted(name, name);
    }
}
