package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import io.millrace.rerank.RerankLimits;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens rerank models of Cohere, and of servers that speak its API. */
public final class CohereRerankProvider implements RerankProvider {
    private static final URI COHERE = URI.create("https://api.cohere.com");
    /** What Cohere advises; it refuses more than ten times as many. It cuts what is too long by itself. */
    private static final int DOCUMENTS = 1_000;

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public RerankModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, COHERE);
        String model = RerankSettings.requireModel(settings, "rerank-v5.0-fast");
        boolean vendor = address.isAmong(List.of(COHERE.getHost(), ".cohere.com"));
        Endpoint endpoint = new Endpoint(settings, address, model, ApiKey.bearer(settings, address, vendor), Map.of());
        RerankLimits limits = RerankLimits.ofDocuments(RerankSettings.documents(settings, DOCUMENTS));
        return new HttpRerankModel(endpoint, limits, new CohereRerankWire(model));
    }
}
