package io.millrace.connector.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.Image;
import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.connector.bedrock.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseTest extends BedrockWireContract {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};

    ConverseTest() {
        super("chat", StubBedrock.CHAT_MODEL);
    }

    @Override
    protected Calling open(TestSettings with) {
        ChatModel model = new BedrockChatProvider().open(with.settings());
        return new Calling() {
            @Override
            public CompletableFuture<Reply> call(String text) {
                return model.reply(prompt(new Message(Role.USER, text)));
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    @Test
    void alwaysLimitsTheAnswerAndLeavesTheTemperatureOut() {
        assertThat(sent(settings(), new Message(Role.USER, "wheel")).path("inferenceConfig"))
                .hasToString("{\"maxTokens\":100}");
        assertThat(sent(settings().temperature(0.5), new Message(Role.USER, "wheel"))
                        .path("inferenceConfig"))
                .hasToString("{\"maxTokens\":100,\"temperature\":0.5}");
    }

    @Test
    void showsImagesThatAreSentAlong() {
        Image image = new Image.Inline("image/png", Base64.getEncoder().encodeToString(PNG));

        JsonNode sent = sent(settings(), new Message(Role.USER, "What is it?", List.of(image)));

        JsonNode shown = sent.path("messages").path(0).path("content").path(0).path("image");
        assertThat(shown.path("format").asText()).isEqualTo("png");
        assertThat(shown.path("source").path("bytes").asText())
                .isEqualTo(Base64.getEncoder().encodeToString(PNG));
    }

    @Test
    void refusesImagesThatItWouldHaveToFetch() {
        Image image = new Image.Linked(URI.create("https://example.com/a.png"));
        try (ChatModel model = new BedrockChatProvider().open(settings().settings())) {
            ClassifiedException failure =
                    Failures.of(model.reply(prompt(new Message(Role.USER, "What is it?", List.of(image)))));

            assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
            assertThat(failure.code()).isEqualTo("image-not-inline");
        }
        assertThat(stub().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, END",
        "stop_sequence, END",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "guardrail_intervened, FILTERED",
        "content_filtered, FILTERED",
        "something_new, END"
    })
    void knowsWhyAModelStopped(String given, StopReason reason) {
        stub().next(StubReply.json(
                200,
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"A \"},{\"text\":\"weir\"}]}},\"stopReason\":\""
                        + given + "\"}"));
        try (ChatModel model = new BedrockChatProvider().open(settings().settings())) {
            Reply reply =
                    model.reply(prompt(new Message(Role.USER, "What is it?"))).join();

            assertThat(reply.stopReason()).isEqualTo(reason);
            assertThat(reply.text()).isEqualTo("A weir");
            // Counted here, since nobody else did.
            assertThat(reply.usage().inputTokens()).isPositive();
            assertThat(reply.usage().outputTokens()).isPositive();
        }
    }

    @Test
    void namesTheModelNotTheProfileThatRunsIt() {
        try (ChatModel model = new BedrockChatProvider().open(settings().settings())) {
            assertThat(model.name()).isEqualTo("bedrock/anthropic.claude-sonnet-5-5-v1:0");
        }
    }

    @Test
    void wantsAModel() {
        var without = TestSettings.of("chat", stub().baseUrl(), null).settings();

        assertThatThrownBy(() -> new BedrockChatProvider().open(without))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("chat.model is missing: name a model of provider 'bedrock'");
    }

    static Prompt prompt(Message message) {
        return new Prompt("Be brief.", List.of(message), 100);
    }

    private JsonNode sent(TestSettings with, Message message) {
        try (ChatModel model = new BedrockChatProvider().open(with.settings())) {
            Reply unused = model.reply(prompt(message)).join();
        }
        return stub().requests().get(stub().requests().size() - 1).body();
    }
}
