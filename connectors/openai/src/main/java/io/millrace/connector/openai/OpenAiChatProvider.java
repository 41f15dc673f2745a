package io.millrace.connector.openai;

/** Opens chat models of OpenAI and of servers that speak its API. */
public final class OpenAiChatProvider extends CompatibleChatProvider {
    public OpenAiChatProvider() {
        super(Vendor.OPENAI);
    }
}
