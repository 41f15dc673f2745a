package io.millrace.connector.openai;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.model.ModelSettings;

/** Opens chat models of a vendor that speaks OpenAI's protocol. */
abstract class CompatibleChatProvider implements ChatProvider {
    private final Vendor vendor;

    CompatibleChatProvider(Vendor vendor) {
        this.vendor = vendor;
    }

    @Override
    public final String name() {
        return vendor.name();
    }

    @Override
    public final ChatModel open(ModelSettings settings) {
        return new OpenAiChatModel(settings, vendor);
    }
}
