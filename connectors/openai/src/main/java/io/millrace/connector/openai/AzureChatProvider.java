package io.millrace.connector.openai;

/** Opens chat models of Azure OpenAI: deployments of OpenAI's. */
public final class AzureChatProvider extends CompatibleChatProvider {
    public AzureChatProvider() {
        super(Vendor.AZURE);
    }
}
