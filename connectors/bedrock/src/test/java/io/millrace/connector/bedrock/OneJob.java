package io.millrace.connector.bedrock;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatProviders;
import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Opens both models by their provider's name, calls them each way, and closes them. */
public final class OneJob implements Consumer<URI> {
    @Override
    public void accept(URI server) {
        ModelSettings embedding = TestSettings.of("embedding", server, "amazon.titan-embed-text-v2:0")
                .settings();
        ModelSettings chat =
                TestSettings.of("chat", server, StubBedrock.CHAT_MODEL).settings();
        Prompt prompt = new Prompt("Be brief.", List.of(new Message(Role.USER, "What is a weir?")), 100);
        try (EmbeddingModel embeds = EmbeddingProviders.of(embedding).open(embedding);
                ChatModel answers = ChatProviders.of(chat).open(chat)) {
            await(embeds.embed(List.of("a wheel"), EmbeddingMode.DOCUMENT));
            await(answers.reply(prompt));
            await(answers.reply(prompt, piece -> {}));
        }
    }

    private static void await(CompletableFuture<?> call) {
        try {
            Object unused = call.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
