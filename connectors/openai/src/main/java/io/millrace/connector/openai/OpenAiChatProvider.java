package io.millrace.connector.openai;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProvider;
import io.millrace.model.ModelSettings;

/** Opens chat models of OpenAI and of servers that speak its API. */
public final class OpenAiChatProvider implements ChatProvider {
    @Override
    public String name() {
        return OpenAiEmbeddingProvider.NAME;
    }

    @Override
    public ChatModel open(ModelSettings settings) {
        return new OpenAiChatModel(settings);
    }
}
