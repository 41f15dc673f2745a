package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import io.millrace.rerank.RerankLimits;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens rerank models of Jina, and of servers that speak its API, such as vLLM. */
public final class JinaRerankProvider implements RerankProvider {
    private static final URI JINA = URI.create("https://api.jina.ai");
    private static final String DEFAULT_MODEL = "jina-reranker-v3";
    /** The least limit that is known of a list of Jina's; of this one none is stated. */
    private static final int DOCUMENTS = 512;

    @Override
    public String name() {
        return "jina";
    }

    @Override
    public RerankModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, JINA);
        boolean vendor = address.isAmong(List.of(JINA.getHost(), ".jina.ai"));
        String model = RerankSettings.model(settings, DEFAULT_MODEL, vendor);
        Endpoint endpoint = new Endpoint(settings, address, model, ApiKey.bearer(settings, address, vendor), Map.of());
        RerankLimits limits = RerankLimits.ofDocuments(RerankSettings.documents(settings, DOCUMENTS));
        return new HttpRerankModel(endpoint, limits, new JinaRerankWire(model));
    }
}
