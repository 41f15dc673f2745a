package io.millrace.connector.openai;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletion.Choice;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import io.millrace.answer.ChatModel;
import io.millrace.model.ModelSettings;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers with {@code POST /chat/completions}, whole, or streamed to who wants the pieces, and without tools. Futures
 * complete on this model's own threads, where pieces are told too; cancelling one gives its request up.
 */
final class OpenAiChatModel implements ChatModel {
    private final OpenAiChatSettings resolved;
    private final OpenAiConnection connection;
    private final BytePairCounter counter;

    OpenAiChatModel(ModelSettings settings) {
        resolved = OpenAiChatSettings.of(settings);
        counter = BytePairCounter.ofChat(resolved.model());
        connection = new OpenAiConnection(settings, resolved.address(), resolved.model(), resolved.concurrency());
    }

    @Override
    public String name() {
        return OpenAiEmbeddingProvider.NAME + "/" + resolved.model();
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        List<String> texts = texts(prompt);
        return connection.<ChatCompletion, Reply>call(
                texts,
                (client, callNumber) ->
                        client.chat().completions().withRawResponse().create(request(prompt, callNumber)),
                response -> reply(response.parse(), texts));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The connection closes each response, read or not.
    public CompletableFuture<Reply> reply(Prompt prompt, Consumer<String> parts) {
        List<String> texts = texts(prompt);
        return connection.<StreamResponse<ChatCompletionChunk>, Reply>call(
                texts,
                (client, callNumber) ->
                        client.chat().completions().withRawResponse().createStreaming(streamed(prompt, callNumber)),
                response -> {
                    ReplyStream stream = new ReplyStream(parts, connection.failures(), texts);
                    stream.read(response.body());
                    Usage usage = stream.usage();
                    return new Reply(
                            stream.text(), stream.stopReason(), usage == null ? counted(texts, stream.text()) : usage);
                });
    }

    @Override
    public void close() {
        connection.close();
    }

    private ChatCompletionCreateParams streamed(Prompt prompt, String callNumber) {
        ChatCompletionCreateParams request = request(prompt, callNumber);
        return resolved.streamUsage()
                ? request.toBuilder()
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build()
                : request;
    }

    private ChatCompletionCreateParams request(Prompt prompt, String callNumber) {
        ChatCompletionCreateParams.Builder request = ChatCompletionCreateParams.builder()
                .model(resolved.model())
                .putAdditionalHeader(AbandonableCalls.HEADER, callNumber)
                // Set by name: the SDK has deprecated the old one, which most compatible servers still want.
                .putAdditionalBodyProperty(resolved.maxTokensField(), JsonValue.from(prompt.maxOutputTokens()));
        if (!prompt.system().isBlank()) {
            request.addSystemMessage(prompt.system());
        }
        for (Message message : prompt.messages()) {
            switch (message.role()) {
                case USER -> request.addUserMessage(message.text());
                case ASSISTANT -> request.addAssistantMessage(message.text());
            }
        }
        if (resolved.temperature() != null) {
            request.temperature(resolved.temperature());
        }
        return request.build();
    }

    private Reply reply(ChatCompletion completion, List<String> texts) {
        if (completion.choices().isEmpty()) {
            throw connection.failures().unreadable("holds no choice");
        }
        Choice choice = completion.choices().get(0);
        String refusal = choice.message().refusal().orElse("");
        String text = choice.message().content().orElse(refusal);
        StopReason stopReason = refusal.isEmpty() ? ReplyStream.stopReason(finishReason(choice)) : StopReason.FILTERED;
        Usage usage = completion.usage().map(OpenAiChatModel::usage).orElseGet(() -> counted(texts, text));
        return new Reply(text, stopReason, usage);
    }

    private static @Nullable String finishReason(Choice choice) {
        return choice._finishReason()
                .asKnown()
                .map(ChatCompletion.Choice.FinishReason::asString)
                .orElse(null);
    }

    private static Usage usage(CompletionUsage usage) {
        return new Usage(1, usage.promptTokens(), usage.completionTokens());
    }

    private Usage counted(List<String> texts, String answer) {
        return new Usage(1, counter.count(texts), counter.count(answer));
    }

    private static List<String> texts(Prompt prompt) {
        List<String> texts = new ArrayList<>(prompt.messages().size() + 1);
        texts.add(prompt.system());
        prompt.messages().forEach(message -> texts.add(message.text()));
        return texts;
    }
}
