package io.millrace.connector.bedrock;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.model.ModelSettings;

/** Opens chat models of Amazon Bedrock: whatever its Converse API answers for. */
public final class BedrockChatProvider implements ChatProvider {
    @Override
    public String name() {
        return "bedrock";
    }

    @Override
    public ChatModel open(ModelSettings settings) {
        return new BedrockChatModel(settings);
    }
}
