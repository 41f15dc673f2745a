package io.millrace.connector.openai;

/** Opens chat models of DeepSeek. */
public final class DeepSeekChatProvider extends CompatibleChatProvider {
    public DeepSeekChatProvider() {
        super(Vendor.DEEPSEEK);
    }
}
