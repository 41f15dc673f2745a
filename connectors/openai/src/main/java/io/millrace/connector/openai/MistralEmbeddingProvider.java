package io.millrace.connector.openai;

/** Opens embedding models of Mistral. */
public final class MistralEmbeddingProvider extends CompatibleEmbeddingProvider {
    public MistralEmbeddingProvider() {
        super(Vendor.MISTRAL);
    }
}
