package io.millrace.connector.http;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import io.millrace.rerank.RerankLimits;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Opens rerank models of Alibaba Cloud's Model Studio. */
public final class DashScopeRerankProvider implements RerankProvider {
    /** For accounts outside of China; keys of one place aren't valid in another. */
    private static final URI INTERNATIONAL = URI.create("https://dashscope-intl.aliyuncs.com");

    private static final String DEFAULT_MODEL = "qwen3-rerank";
    private static final int DOCUMENTS = 500;
    private static final int PAIR_TOKENS = 4_000;
    private static final int REQUEST_TOKENS = 120_000;

    @Override
    public String name() {
        return "dashscope";
    }

    @Override
    public RerankModel open(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, INTERNATIONAL);
        boolean vendor = address.isAmong(List.of(".aliyuncs.com"));
        String model = RerankSettings.model(settings, DEFAULT_MODEL, vendor);
        Endpoint endpoint = new Endpoint(settings, address, model, ApiKey.bearer(settings, address, vendor), Map.of());
        RerankLimits limits = new RerankLimits(
                RerankSettings.documents(settings, DOCUMENTS),
                EstimatedTokens.within(PAIR_TOKENS),
                EstimatedTokens.within(REQUEST_TOKENS),
                RerankLimits.UNLIMITED);
        return new HttpRerankModel(endpoint, limits, new DashScopeRerankWire(model));
    }
}
