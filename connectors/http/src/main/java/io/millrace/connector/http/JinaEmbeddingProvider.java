package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens embedding models of Jina, and of servers that speak its API. */
public final class JinaEmbeddingProvider extends HttpEmbeddingProvider {
    private static final URI JINA = URI.create("https://api.jina.ai");
    /** The least limit that is known of a list. */
    private static final int TEXTS = 512;
    /** No limit of a request is stated; a free key's of a minute is this, and a larger request would never pass. */
    private static final int REQUEST_TOKENS = 100_000;

    private static final int CONCURRENCY = 8;
    private static final int SHORT = 8_192;
    private static final int LONG = 32_768;
    private static final List<String> V5_TASKS =
            List.of(JinaEmbeddingWire.RETRIEVAL, "text-matching", "classification", "clustering");

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(
                    model("jina-embeddings-v5-text-small", Dimensions.of(1024, 512, 256, 128, 64, 32), LONG)
                            .withTasks(V5_TASKS),
                    model("jina-embeddings-v5-text-nano", Dimensions.of(768, 512, 256, 128, 64, 32), SHORT)
                            .withTasks(V5_TASKS),
                    model("jina-embeddings-v4", Dimensions.of(2048, 1024, 512, 256, 128), LONG)
                            .withTasks(List.of(JinaEmbeddingWire.RETRIEVAL, JinaEmbeddingWire.CODE, "text-matching")),
                    model("jina-embeddings-v3", Dimensions.of(1024, 768, 512, 256, 128, 64, 32), SHORT)
                            .withTasks(List.of(
                                    JinaEmbeddingWire.RETRIEVAL, "text-matching", "classification", "separation"))),
            ModelCatalogue.limits(TEXTS, SHORT, REQUEST_TOKENS, CONCURRENCY),
            List.of(
                    JinaEmbeddingWire.RETRIEVAL,
                    JinaEmbeddingWire.CODE,
                    "text-matching",
                    "classification",
                    "clustering",
                    "separation"));

    public JinaEmbeddingProvider() {
        super("jina");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, JINA);
        boolean vendor = address.isAmong(List.of(JINA.getHost(), ".jina.ai"));
        EmbeddingSettings own = new EmbeddingSettings(settings, MODELS);
        Endpoint endpoint =
                new Endpoint(settings, address, own.model(), ApiKey.bearer(settings, address, vendor), Map.of());
        var wire = new JinaEmbeddingWire(own.model(), own.dimensions(), own.task());
        return own.setup(endpoint, own.revision(), false, vendor, wire);
    }

    private static KnownModel model(String name, Dimensions dimensions, int tokens) {
        return KnownModel.of(name, dimensions, ModelCatalogue.limits(TEXTS, tokens, REQUEST_TOKENS, CONCURRENCY));
    }
}
