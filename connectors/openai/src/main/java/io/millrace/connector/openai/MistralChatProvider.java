package io.millrace.connector.openai;

/** Opens chat models of Mistral. */
public final class MistralChatProvider extends CompatibleChatProvider {
    public MistralChatProvider() {
        super(Vendor.MISTRAL);
    }
}
