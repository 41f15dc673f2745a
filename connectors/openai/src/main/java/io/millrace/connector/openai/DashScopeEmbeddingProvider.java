package io.millrace.connector.openai;

/** Opens embedding models of Alibaba's Model Studio (DashScope). */
public final class DashScopeEmbeddingProvider extends CompatibleEmbeddingProvider {
    public DashScopeEmbeddingProvider() {
        super(Vendor.DASHSCOPE);
    }
}
