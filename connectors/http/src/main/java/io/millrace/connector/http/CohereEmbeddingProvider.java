package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens embedding models of Cohere, and of servers that speak its API. */
public final class CohereEmbeddingProvider extends HttpEmbeddingProvider {
    private static final URI COHERE = URI.create("https://api.cohere.com");
    private static final int TEXTS = 96;
    private static final int CONCURRENCY = 8;
    private static final int SHORT = 512;
    /** Of a text, in the newer models; of a request no limit is stated, and this is as much as they are known to read. */
    private static final int LONG = 128_000;
    /** Pro's and Fast's vectors can be compared: one indexes, the other asks. */
    private static final String V5 = "embed-v5.0";

    private static final List<String> TASKS = List.of(CohereEmbeddingWire.SEARCH, "classification", "clustering");
    private static final Dimensions V5_DIMENSIONS = Dimensions.of(2048, 1536, 1024, 768, 512, 256);

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(
                    model("embed-v5.0-pro", V5_DIMENSIONS, LONG).sharing(V5),
                    model("embed-v5.0-fast", V5_DIMENSIONS, LONG).sharing(V5),
                    model("embed-v4.0", Dimensions.of(1536, 1024, 512, 256), LONG),
                    model("embed-english-v3.0", Dimensions.only(1024), SHORT),
                    model("embed-multilingual-v3.0", Dimensions.only(1024), SHORT),
                    model("embed-english-light-v3.0", Dimensions.only(384), SHORT),
                    model("embed-multilingual-light-v3.0", Dimensions.only(384), SHORT)),
            ModelCatalogue.limits(TEXTS, SHORT, TEXTS * SHORT, CONCURRENCY),
            TASKS);

    public CohereEmbeddingProvider() {
        super("cohere");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, COHERE);
        boolean vendor = address.isAmong(List.of(COHERE.getHost(), ".cohere.com"));
        EmbeddingSettings own = new EmbeddingSettings(settings, MODELS);
        Endpoint endpoint =
                new Endpoint(settings, address, own.model(), ApiKey.bearer(settings, address, vendor), Map.of());
        String task = own.task();
        // The field is required.
        var wire = new CohereEmbeddingWire(
                own.model(), own.dimensions(), task == null ? CohereEmbeddingWire.SEARCH : task);
        // That vectors have unit length isn't stated.
        return own.setup(endpoint, own.revision(), true, vendor, wire);
    }

    private static KnownModel model(String name, Dimensions dimensions, int tokens) {
        int request = Math.max(tokens, TEXTS * SHORT);
        return KnownModel.of(name, dimensions, ModelCatalogue.limits(TEXTS, tokens, request, CONCURRENCY))
                .withTasks(TASKS);
    }
}
