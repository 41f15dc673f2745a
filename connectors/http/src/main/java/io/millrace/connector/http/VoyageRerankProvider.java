package io.millrace.connector.http;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import io.millrace.rerank.RerankLimits;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProvider;
import java.util.Map;

/** Opens rerank models of Voyage. */
public final class VoyageRerankProvider implements RerankProvider {
    private static final String DEFAULT_MODEL = "rerank-2.5";
    private static final int DOCUMENTS = 1_000;
    /** The query counted once for each document. Of a pair it cuts what is too long by itself. */
    private static final int REQUEST_TOKENS = 600_000;

    @Override
    public String name() {
        return "voyage";
    }

    @Override
    public RerankModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, VoyageServers.VOYAGE);
        boolean vendor = VoyageServers.isVendor(address);
        String model = RerankSettings.model(settings, DEFAULT_MODEL, vendor);
        Endpoint endpoint = new Endpoint(settings, address, model, ApiKey.bearer(settings, address, vendor), Map.of());
        RerankLimits limits = new RerankLimits(
                RerankSettings.documents(settings, DOCUMENTS),
                RerankLimits.UNLIMITED,
                EstimatedTokens.within(REQUEST_TOKENS),
                RerankLimits.UNLIMITED);
        return new HttpRerankModel(endpoint, limits, new VoyageRerankWire(model));
    }
}
