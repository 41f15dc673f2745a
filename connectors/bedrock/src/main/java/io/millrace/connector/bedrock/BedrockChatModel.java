package io.millrace.connector.bedrock;

import io.millrace.answer.ChatModel;
import io.millrace.failure.RejectedException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler.Visitor;

/**
 * Answers with {@code Converse}, or with {@code ConverseStream} for who wants the pieces, without tools. Futures complete on
 * this model's own threads, where pieces are told too; cancelling one gives its request up.
 */
final class BedrockChatModel implements ChatModel {
    private static final String EXAMPLE = "anthropic.claude-sonnet-5-5-v1:0";

    private final ModelSettings settings;
    private final String model;
    private final String name;
    private final BedrockConnection connection;

    BedrockChatModel(ModelSettings settings) {
        this.settings = settings;
        ProviderOptions options = new ProviderOptions(settings, BedrockTarget.OPTIONS);
        model = BedrockTarget.requireModel(settings, EXAMPLE);
        name = settings.provider() + "/" + BedrockTarget.modelName(options, model);
        connection = new BedrockConnection(BedrockTarget.of(settings, options, model));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        return asked(prompt, request -> {
            List<String> texts = prompt.texts();
            ConverseRequest whole = ConverseRequest.builder()
                    .modelId(model)
                    .system(request.system())
                    .messages(request.messages())
                    .inferenceConfig(request.inference())
                    .build();
            return connection.call(texts, client -> client.converse(whole), reply -> {
                ConverseText text = new ConverseText(piece -> {}, connection.failures(), texts);
                text.take(reply);
                return text.reply();
            });
        });
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt, Consumer<String> parts) {
        return asked(prompt, request -> {
            List<String> texts = prompt.texts();
            ConverseStreamRequest streamed = ConverseStreamRequest.builder()
                    .modelId(model)
                    .system(request.system())
                    .messages(request.messages())
                    .inferenceConfig(request.inference())
                    .build();
            ConverseText text = new ConverseText(parts, connection.failures(), texts);
            Visitor visitor = Visitor.builder()
                    .onContentBlockDelta(text::take)
                    .onMessageStop(event -> text.stop(event.stopReasonAsString()))
                    .onMetadata(event -> text.count(event.usage()))
                    .build();
            ConverseStreamResponseHandler handler =
                    ConverseStreamResponseHandler.builder().subscriber(visitor).build();
            return connection.call(texts, client -> client.converseStream(streamed, handler), end -> text.reply());
        });
    }

    /** Asks with the request that a prompt makes, if it makes one. */
    private CompletableFuture<Reply> asked(Prompt prompt, Function<ConverseRequests, CompletableFuture<Reply>> asking) {
        try {
            return asking.apply(ConverseRequests.of(prompt, settings.temperature()));
        } catch (RejectedException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
