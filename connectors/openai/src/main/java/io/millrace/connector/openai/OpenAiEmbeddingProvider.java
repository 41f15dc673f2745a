package io.millrace.connector.openai;

/** Opens embedding models of OpenAI and of servers that speak its API. */
public final class OpenAiEmbeddingProvider extends CompatibleEmbeddingProvider {
    public OpenAiEmbeddingProvider() {
        super(Vendor.OPENAI);
    }
}
