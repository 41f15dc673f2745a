package io.millrace.job.recipe;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatProviders;
import io.millrace.model.ModelSettings;
import org.apache.flink.util.function.SerializableSupplier;

/** Opens the chat model in the task that uses it. */
public record ChatModelRecipe(ModelSettings settings) implements SerializableSupplier<ChatModel> {
    @Override
    public ChatModel get() {
        return ChatProviders.of(settings).open(settings);
    }
}
