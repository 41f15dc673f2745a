package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens embedding models of Ollama, over its own API. */
public final class OllamaEmbeddingProvider extends HttpEmbeddingProvider {
    private static final URI LOCAL = URI.create("http://localhost:11434");
    /** The server has no limit; it computes one text after another, and a call has a timeout. */
    private static final int TEXTS = 32;

    private static final int CONCURRENCY = 2;
    private static final int SHORT = 512;
    private static final int LONG = 8_192;
    /** What a name without one means. */
    private static final String LATEST = ":latest";

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(
                    model("nomic-embed-text", 768, 2_048),
                    model("mxbai-embed-large", 1024, SHORT),
                    model("all-minilm", 384, 256),
                    model("bge-m3", 1024, LONG),
                    model("snowflake-arctic-embed2", 1024, LONG),
                    model("embeddinggemma", 768, 2_048)),
            ModelCatalogue.limits(TEXTS, SHORT, TEXTS * SHORT, CONCURRENCY),
            List.of());

    public OllamaEmbeddingProvider() {
        super("ollama");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, LOCAL);
        EmbeddingSettings own = new EmbeddingSettings(untagged(settings), MODELS);
        Endpoint endpoint =
                new Endpoint(settings, address, own.model(), ApiKey.bearer(settings, address, false), Map.of());
        return own.setup(endpoint, "", false, false, new OllamaEmbeddingWire(own.model(), own.dimensions()));
    }

    /** One model has one name, so that one collection takes both of its spellings. */
    private static ModelSettings untagged(ModelSettings settings) {
        String model = settings.model();
        return model == null || !model.endsWith(LATEST)
                ? settings
                : settings.reached(
                        model.substring(0, model.length() - LATEST.length()),
                        settings.baseUrl(),
                        settings.apiKey(),
                        settings.timeout(),
                        settings.options());
    }

    private static KnownModel model(String name, int dimension, int tokens) {
        return KnownModel.of(
                name,
                // The server cuts vectors of any model, and makes them unit length again.
                Dimensions.between(1, dimension),
                ModelCatalogue.limits(TEXTS, tokens, TEXTS * tokens, CONCURRENCY));
    }
}
