package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.Image;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubGeminiChat;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiChatModelTest extends HttpChatContract {
    GeminiChatModelTest() {
        super(new StubGeminiChat(), new GeminiChatProvider(), "gemini-3.7-flash");
    }

    @Nested
    class Streamed extends StreamedCalls {}

    @Override
    protected String whole(String text) {
        return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]},\"finishReason\":\"STOP\"}]}"
                .formatted(text);
    }

    @Override
    protected String piece(String text) {
        return events("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]}}]}".formatted(text));
    }

    @Override
    protected String end() {
        return events("{\"candidates\":[{\"finishReason\":\"STOP\"}]}");
    }

    @Override
    protected String breakdown(String words) {
        return events("{\"error\":{\"code\":503,\"message\":\"%s\",\"status\":\"UNAVAILABLE\"}}".formatted(words));
    }

    @Override
    public Map.Entry<String, String> keyHeader() {
        return Map.entry("x-goog-api-key", StubChat.KEY);
    }

    @Test
    void writesWhatTheApiDescribes() {
        Prompt prompt = new Prompt(
                "Be brief.",
                List.of(
                        new Message(Role.USER, "A?"),
                        new Message(Role.ASSISTANT, "B."),
                        new Message(
                                Role.USER,
                                "C?",
                                List.of(
                                        new Image.Inline("image/png", "iVBO"),
                                        new Image.Linked(URI.create("https://mill.example/wheel.jpg"))))),
                9);

        Reply unused = reply(prompt);

        assertThat(sent())
                .isEqualTo("{'systemInstruction':{'parts':[{'text':'Be brief.'}]},"
                        + "'contents':[{'role':'user','parts':[{'text':'A?'}]},"
                        + "{'role':'model','parts':[{'text':'B.'}]},"
                        + "{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'iVBO'}},"
                        + "{'fileData':{'fileUri':'https://mill.example/wheel.jpg'}},{'text':'C?'}]}],"
                        + "'generationConfig':{'maxOutputTokens':9}}");
        assertThat(stub().requests().get(0).path()).isEqualTo("/v1beta/models/gemini-3.7-flash:generateContent");
    }

    @Test
    void sendsATemperatureOnlyWhenItIsConfigured() {
        try (ChatModel model = provider().open(settings().settings().writing(100, 0.5))) {
            assertThat(model.reply(prompt("Why?")).join().text()).isEqualTo("You asked: Why?");
        }

        assertThat(sent()).contains("'temperature':0.5");
    }

    @Test
    void countsThoughtsAsWrittenAndTellsNoneOfThem() {
        String body =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hm.\",\"thought\":true},{\"text\":\"A.\"}]},"
                        + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3,"
                        + "\"thoughtsTokenCount\":20}}";

        assertThat(bothRead(body, events(body))).allSatisfy(reply -> {
            assertThat(reply.text()).isEqualTo("A.");
            assertThat(reply.usage().inputTokens()).isEqualTo(7);
            assertThat(reply.usage().outputTokens()).isEqualTo(23);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, END",
        "MAX_TOKENS, LENGTH",
        "SAFETY, FILTERED",
        "RECITATION, FILTERED",
        "PROHIBITED_CONTENT, FILTERED",
        "SPII, FILTERED",
        "OTHER, END"
    })
    void knowsWhyItStopped(String reason, StopReason stop) {
        String streamed = piece("A.") + end();

        assertThat(bothRead(whole("A.").replace("STOP", reason), streamed.replace("STOP", reason)))
                .allSatisfy(reply -> assertThat(reply.stopReason()).isEqualTo(stop));
    }

    @Test
    void takesAPromptThatIsHeldBackForAReplyThatIs() {
        String body = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":7}}";

        assertThat(bothRead(body, events(body)))
                .allSatisfy(reply -> assertThat(reply.stopReason()).isEqualTo(StopReason.FILTERED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | INVALID_ARGUMENT | REJECTED | invalid-argument",
                "403 | PERMISSION_DENIED | FATAL | forbidden",
                "404 | NOT_FOUND | FATAL | model-not-found",
                "429 | RESOURCE_EXHAUSTED | TRANSIENT | rate-limited",
                "500 | INTERNAL | TRANSIENT | unavailable",
                "503 | UNAVAILABLE | TRANSIENT | unavailable",
                "504 | DEADLINE_EXCEEDED | TRANSIENT | unavailable"
            })
    void knowsWhatGoogleMeans(int status, String name, FailureKind kind, String code) {
        String body = "{\"error\":{\"code\":%d,\"message\":\"no\",\"status\":\"%s\"}}".formatted(status, name);

        assertThat(bothFail(new StubReply(status, body))).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(code);
        });
    }

    @Test
    void waitsForAsLongAsTheBodySays() {
        String body = "{\"error\":{\"code\":429,\"message\":\"quota\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":"
                + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.5s\"}]}}";

        assertThat(bothFail(new StubReply(429, body)))
                .allSatisfy(failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(34_500)));
    }
}
