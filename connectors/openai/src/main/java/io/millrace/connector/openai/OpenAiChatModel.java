package io.millrace.connector.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.millrace.answer.ChatModel;
import io.millrace.answer.Image;
import io.millrace.model.ModelSettings;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Answers with {@code POST /chat/completions}, whole, or streamed to who wants the pieces, and without tools. Futures
 * complete on this model's own threads, where pieces are told too; cancelling one gives its request up.
 */
final class OpenAiChatModel implements ChatModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenAiChatSettings resolved;
    private final OpenAiConnection connection;
    private final BytePairCounter counter;

    OpenAiChatModel(ModelSettings settings, Vendor vendor) {
        resolved = OpenAiChatSettings.of(settings, vendor);
        counter = BytePairCounter.ofChat(resolved.name());
        connection = new OpenAiConnection(
                settings, vendor, resolved.address(), resolved.access(), resolved.model(), resolved.concurrency());
    }

    @Override
    public String name() {
        return resolved.vendor().name() + "/" + resolved.name();
    }

    @Override
    public CompletableFuture<Reply> reply(Prompt prompt) {
        List<String> texts = prompt.texts();
        return connection.<ChatCompletion, Reply>call(
                prompt.unrepeated(),
                (client, callNumber) ->
                        client.chat().completions().withRawResponse().create(request(prompt, callNumber)),
                response -> reply(JSON.readTree(ReplyBody.read(response)), texts));
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // The connection closes each response, read or not.
    public CompletableFuture<Reply> reply(Prompt prompt, Consumer<String> parts) {
        List<String> texts = prompt.texts();
        return connection.<StreamResponse<ChatCompletionChunk>, Reply>call(
                prompt.unrepeated(),
                (client, callNumber) ->
                        client.chat().completions().withRawResponse().createStreaming(streamed(prompt, callNumber)),
                response -> {
                    ReplyStream stream = new ReplyStream(parts, connection.failures(), prompt.unrepeated());
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
                case USER -> {
                    if (message.images().isEmpty()) {
                        request.addUserMessage(message.text());
                    } else {
                        request.addUserMessageOfArrayOfContentParts(parts(message));
                    }
                }
                case ASSISTANT -> request.addAssistantMessage(message.text());
            }
        }
        if (resolved.temperature() != null) {
            request.temperature(resolved.temperature());
        }
        if (resolved.reasoningEffort() != null) {
            request.reasoningEffort(ReasoningEffort.of(resolved.reasoningEffort()));
        }
        return request.build();
    }

    private static List<ChatCompletionContentPart> parts(Message message) {
        List<ChatCompletionContentPart> parts = new ArrayList<>();
        parts.add(ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(message.text()).build()));
        for (Image image : message.images()) {
            parts.add(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                    .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                            .url(image.address())
                            .build())
                    .build()));
        }
        return parts;
    }

    private Reply reply(JsonNode completion, List<String> texts) {
        JsonNode choice = completion.path("choices").path(0);
        if (!choice.isObject()) {
            throw connection.failures().unreadable("holds no choice");
        }
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw connection.failures().unreadable("holds a choice without a message");
        }
        String refusal = message.path("refusal").asText("");
        String text = message.path("content").asText(refusal);
        StopReason stopReason = refusal.isEmpty()
                ? ReplyStream.stopReason(choice.path("finish_reason").asText(null))
                : StopReason.FILTERED;
        Usage usage = ReplyStream.usage(completion.path("usage"));
        return new Reply(text, stopReason, usage == null ? counted(texts, text) : usage);
    }

    private Usage counted(List<String> texts, String answer) {
        return new Usage(1, counter.count(texts), counter.count(answer));
    }
}
