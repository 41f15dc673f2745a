package io.millrace.connector.http;

import io.millrace.embed.EmbeddingLimits;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.Map;

/** Opens the embedding model that a server of Hugging Face's Text Embeddings Inference has. */
public final class TeiEmbeddingProvider extends HttpEmbeddingProvider {
    private static final String DOCUMENT_PROMPT = "document-prompt-name";
    private static final String QUERY_PROMPT = "query-prompt-name";
    private static final int CONCURRENCY = 8;
    private static final int SHORT = 512;
    private static final int LONG = 8_192;

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(
                    model("BAAI/bge-m3", 1024, LONG),
                    model("BAAI/bge-small-en-v1.5", 384, SHORT),
                    model("BAAI/bge-base-en-v1.5", 768, SHORT),
                    model("BAAI/bge-large-en-v1.5", 1024, SHORT),
                    model("intfloat/multilingual-e5-small", 384, SHORT),
                    model("intfloat/multilingual-e5-base", 768, SHORT),
                    model("intfloat/multilingual-e5-large", 1024, SHORT),
                    model("sentence-transformers/all-MiniLM-L6-v2", 384, 256),
                    model("nomic-ai/nomic-embed-text-v1.5", 768, LONG),
                    model("Snowflake/snowflake-arctic-embed-l-v2.0", 1024, LONG),
                    model("Qwen/Qwen3-Embedding-0.6B", 1024, 32_768)),
            limits(SHORT),
            List.of());

    public TeiEmbeddingProvider() {
        super("tei");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, null);
        EmbeddingSettings own = new EmbeddingSettings(settings, MODELS, DOCUMENT_PROMPT, QUERY_PROMPT);
        Endpoint endpoint =
                new Endpoint(settings, address, own.model(), ApiKey.bearer(settings, address, false), Map.of());
        var wire = new TeiEmbeddingWire(
                own.dimensions(),
                own.options().word(DOCUMENT_PROMPT),
                own.options().word(QUERY_PROMPT));
        return own.setup(endpoint, wire.revision(), false, false, wire);
    }

    private static KnownModel model(String name, int dimension, int tokens) {
        return KnownModel.of(name, Dimensions.between(1, dimension), limits(tokens));
    }

    private static EmbeddingLimits limits(int tokens) {
        // The server makes its own batches of a request's texts, so that their sum has no limit.
        return ModelCatalogue.limits(
                TeiRerankProvider.TEXTS,
                tokens,
                TeiRerankProvider.TEXTS * tokens,
                TeiRerankProvider.BYTES,
                CONCURRENCY);
    }
}
