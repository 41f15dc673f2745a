package io.millrace.connector.openai;

/** Opens embedding models of Azure OpenAI: deployments of OpenAI's. */
public final class AzureEmbeddingProvider extends CompatibleEmbeddingProvider {
    public AzureEmbeddingProvider() {
        super(Vendor.AZURE);
    }
}
