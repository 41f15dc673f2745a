package io.millrace.connector.openai;

/** Opens chat models of Alibaba's Model Studio (DashScope). */
public final class DashScopeChatProvider extends CompatibleChatProvider {
    public DashScopeChatProvider() {
        super(Vendor.DASHSCOPE);
    }
}
