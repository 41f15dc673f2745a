package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import io.millrace.rerank.RerankLimits;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProvider;
import java.util.Map;

/** Opens the rerank model that a server of Hugging Face's Text Embeddings Inference has. */
public final class TeiRerankProvider implements RerankProvider {
    /** What the model is called that isn't named: a server has one. */
    private static final String UNNAMED = "default";
    /** The server's {@code --max-client-batch-size} where it isn't set. */
    static final int TEXTS = 32;
    /** Half of what a request's body may have: in JSON ordinary text is at most twice as long, and there is more beside. */
    static final int BYTES = (2_000_000 - 100_000) / 2;

    @Override
    public String name() {
        return "tei";
    }

    @Override
    public RerankModel open(ModelSettings settings) {
        String model = settings.model();
        ServerAddress address = ServerAddress.of(settings, null);
        Endpoint endpoint = new Endpoint(
                settings, address, model == null ? UNNAMED : model, ApiKey.bearer(settings, address, false), Map.of());
        RerankLimits limits = new RerankLimits(
                RerankSettings.documents(settings, TEXTS), RerankLimits.UNLIMITED, RerankLimits.UNLIMITED, BYTES);
        return new HttpRerankModel(endpoint, limits, new TeiRerankWire());
    }
}
