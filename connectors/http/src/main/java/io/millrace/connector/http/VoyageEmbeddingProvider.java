package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.Map;

/** Opens embedding models of Voyage. */
public final class VoyageEmbeddingProvider extends HttpEmbeddingProvider {
    private static final int TEXTS = 1_000;
    private static final int TEXT_TOKENS = 32_000;
    private static final int LEAST_REQUEST_TOKENS = 120_000;
    private static final int CONCURRENCY = 8;
    /** Vectors of the three can be compared: the large one indexes, the light one asks. */
    private static final String V4 = "voyage-4";

    private static final Dimensions SEVERAL = Dimensions.of(1024, 2048, 512, 256);

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(
                    model("voyage-4", SEVERAL, 320_000).sharing(V4),
                    model("voyage-4-large", SEVERAL, LEAST_REQUEST_TOKENS).sharing(V4),
                    model("voyage-4-lite", SEVERAL, 1_000_000).sharing(V4),
                    model("voyage-code-3", SEVERAL, LEAST_REQUEST_TOKENS),
                    model("voyage-finance-2", Dimensions.only(1024), LEAST_REQUEST_TOKENS),
                    law()),
            ModelCatalogue.limits(TEXTS, TEXT_TOKENS, LEAST_REQUEST_TOKENS, CONCURRENCY),
            List.of());

    public VoyageEmbeddingProvider() {
        super("voyage");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, VoyageServers.VOYAGE);
        boolean vendor = VoyageServers.isVendor(address);
        EmbeddingSettings own = new EmbeddingSettings(settings, MODELS);
        Endpoint endpoint =
                new Endpoint(settings, address, own.model(), ApiKey.bearer(settings, address, vendor), Map.of());
        // That vectors have unit length isn't stated of each dimension.
        return own.setup(endpoint, "", true, vendor, new VoyageEmbeddingWire(own.model(), own.dimensions()));
    }

    private static KnownModel model(String name, Dimensions dimensions, int requestTokens) {
        return KnownModel.of(name, dimensions, ModelCatalogue.limits(TEXTS, TEXT_TOKENS, requestTokens, CONCURRENCY));
    }

    private static KnownModel law() {
        return KnownModel.of(
                "voyage-law-2",
                Dimensions.only(1024),
                ModelCatalogue.limits(TEXTS, 16_000, LEAST_REQUEST_TOKENS, CONCURRENCY));
    }
}
