package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.Image;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubOllamaChat;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaChatModelTest extends HttpChatContract {
    OllamaChatModelTest() {
        super(new StubOllamaChat(true), new OllamaChatProvider(), "llama3.2");
    }

    @Nested
    class Streamed extends StreamedCalls {}

    @Override
    protected String whole(String text) {
        return "{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"done\":true,\"done_reason\":\"stop\"}"
                .formatted(text);
    }

    @Override
    protected String piece(String text) {
        return events("{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"done\":false}".formatted(text));
    }

    @Override
    protected String end() {
        return events(whole(""));
    }

    @Override
    protected String breakdown(String words) {
        return events("{\"error\":\"%s\"}".formatted(words));
    }

    /** Lines of JSON. */
    @Override
    protected String events(String... data) {
        return String.join("\n", data) + "\n";
    }

    @Test
    void writesWhatTheApiDescribes() {
        Prompt prompt = new Prompt(
                "Be brief.",
                List.of(
                        new Message(Role.USER, "A?"),
                        new Message(Role.ASSISTANT, "B."),
                        new Message(Role.USER, "C?", List.of(new Image.Inline("image/png", "iVBO")))),
                9);

        Reply unused = reply(prompt);

        assertThat(sent())
                .isEqualTo("{'model':'llama3.2','messages':[{'role':'system','content':'Be brief.'},"
                        + "{'role':'user','content':'A?'},{'role':'assistant','content':'B.'},"
                        + "{'role':'user','content':'C?','images':['iVBO']}],"
                        + "'stream':false,'options':{'num_predict':9}}");
    }

    @Test
    void writesWhatIsConfigured() {
        TestSettings configured = settings()
                .option("keep-alive", "30m")
                .option("context-tokens", "16384")
                .option("think", "false");
        try (ChatModel model = provider().open(configured.settings().writing(100, 0.5))) {
            assertThat(model.reply(prompt("Why?"), piece -> {}).join().text()).isEqualTo("You asked: Why?");
        }

        assertThat(sent())
                .endsWith("'stream':true,'think':false,'keep_alive':'30m',"
                        + "'options':{'num_predict':100,'num_ctx':16384,'temperature':0.5}}");
    }

    @Test
    void needsNoKeyWhereTheServerWantsNone() {
        try (StubChat open = new StubOllamaChat();
                ChatModel model = provider()
                        .open(TestSettings.of("chat", "ollama", open.baseUrl())
                                .model("llama3.2")
                                .settings())) {
            assertThat(model.reply(prompt("Why?")).join().text()).isEqualTo("You asked: Why?");
            assertThat(open.requests().get(0).header("Authorization")).isNull();
        }
    }

    @Test
    void refusesAnImageThatItWouldHaveToFetch() {
        Image linked = new Image.Linked(URI.create("https://mill.example/wheel.jpg"));
        Prompt prompt = new Prompt("", List.of(new Message(Role.USER, "C?", List.of(linked))), 9);

        for (ClassifiedException failure :
                List.of(Failures.of(model().reply(prompt)), Failures.of(model().reply(prompt, piece -> {})))) {
            assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
            assertThat(failure)
                    .hasMessage("Ollama fetches no image from an address: give its bytes in base64, with their media"
                            + " type");
        }
        assertThat(stub().requests()).isEmpty();
    }

    @Test
    void estimatesAPromptThatTheServerHadInItsCache() {
        stub().next(new StubReply(200, whole("A.")));

        assertThat(reply(prompt("Why?")).usage().inputTokens()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | registry.ollama.ai/library/llama3.2 does not support thinking | REJECTED | bad-request",
                "404 | model 'llama9' not found | FATAL | model-not-found",
                "500 | llama runner process has terminated | TRANSIENT | unavailable",
                "503 | server busy, please try again. maximum pending requests exceeded | TRANSIENT | unavailable"
            })
    void knowsWhatTheServerMeans(int status, String message, FailureKind kind, String code) {
        StubReply reply = new StubReply(status, "{\"error\":\"%s\"}".formatted(message));

        assertThat(bothFail(reply)).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure).hasMessageEndingWith(": %d: %s".formatted(status, message));
        });
    }
}
