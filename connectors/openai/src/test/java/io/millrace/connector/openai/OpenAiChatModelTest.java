package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.ChatProvider;
import io.millrace.answer.Image;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.usage.Usage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatModelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A timeout that can't be what ends a call while a test is patient. */
    private static final Duration LONGER = Duration.ofMinutes(10);

    private static final Prompt PROMPT =
            new Prompt("Be brief.", List.of(new Message(Role.USER, "What turns the wheel?")), 50);

    private final StubOpenAi stub = StubOpenAi.start(StubOptions.defaults());

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(ChatProvider.class))
                .extracting(ChatProvider::name)
                .contains("openai");
    }

    @Test
    void sendsTheConversationAndNothingThatWasNotSet() {
        Prompt prompt = new Prompt(
                "Be brief.",
                List.of(
                        new Message(Role.USER, "What is a weir?"),
                        new Message(Role.ASSISTANT, "A low dam."),
                        new Message(Role.USER, "And a sluice?")),
                77);

        reply(settings(), prompt);

        assertThat(onlyCall().request())
                .hasToString("{\"messages\":[{\"content\":\"Be brief.\",\"role\":\"system\"},"
                        + "{\"content\":\"What is a weir?\",\"role\":\"user\"},"
                        + "{\"role\":\"assistant\",\"content\":\"A low dam.\"},"
                        + "{\"content\":\"And a sluice?\",\"role\":\"user\"}],"
                        + "\"model\":\"gpt-4o-mini\",\"max_tokens\":77}");
    }

    @Test
    void sendsNoEmptySystemMessage() {
        reply(settings(), new Prompt("", PROMPT.messages(), 50));

        assertThat(onlyCall().request().path("messages")).hasSize(1);
    }

    @Test
    void sendsTheTemperatureThatIsSet() {
        reply(settings().temperature(0.2), PROMPT);

        assertThat(onlyCall().request().path("temperature").asDouble()).isEqualTo(0.2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-6-luna", "gpt-6.1-sol", "gpt-5", "o3", "o4-mini", "openai/gpt-6-sol"})
    void takesNoTemperatureForAModelThatThinksFirst(String model) {
        assertThatThrownBy(() -> open(settings().model(model).temperature(0.2)))
                .isInstanceOf(FatalException.class)
                .hasMessage("Model '" + model + "' thinks first, and takes no temperature then: leave chat.temperature"
                        + " out, or set chat.options.reasoning-effort to none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "gpt-5-chat-latest", "gpt-oss-120b", "olmo-2"})
    void takesATemperatureForOthers(String model) {
        try (ChatModel opened = open(settings().model(model).temperature(0.2))) {
            assertThat(opened.name()).isEqualTo("openai/" + model);
        }
    }

    @Test
    void sendsATemperatureToAModelThatIsToldNotToThink() {
        reply(settings().model("gpt-6-luna").temperature(0.2).option("reasoning-effort", "none"), PROMPT);

        assertThat(onlyCall().request().path("temperature").asDouble()).isEqualTo(0.2);
        assertThat(onlyCall().request().path("reasoning_effort").asText()).isEqualTo("none");
    }

    @Test
    void showsImages() {
        Message message = new Message(
                Role.USER,
                "What is this?",
                List.of(
                        new Image.Inline("image/png", "iVBO"),
                        new Image.Linked(URI.create("https://mill.example/wheel.jpg"))));

        reply(settings(), new Prompt("", List.of(message), 50));

        assertThat(onlyCall()
                        .request()
                        .path("messages")
                        .path(0)
                        .path("content")
                        .toString()
                        .replace('"', '\''))
                .isEqualTo("[{'text':'What is this?','type':'text'},"
                        + "{'image_url':{'url':'data:image/png;base64,iVBO'},'type':'image_url'},"
                        + "{'image_url':{'url':'https://mill.example/wheel.jpg'},'type':'image_url'}]");
    }

    @Test
    void limitsTheAnswerByTheNewFieldWhenTheModelThinksFirst() {
        reply(settings().model("gpt-6-luna"), PROMPT);

        assertThat(onlyCall().request().path("max_completion_tokens").asInt()).isEqualTo(50);
        assertThat(onlyCall().request().has("max_tokens")).isFalse();
    }

    @Test
    void limitsTheAnswerByTheNewFieldAtOpenAiItself() {
        assertThat(OpenAiChatSettings.of(TestSettings.chat(null).settings(), Vendor.OPENAI)
                        .maxTokensField())
                .isEqualTo("max_completion_tokens");
    }

    @Test
    void namesItsProviderAndModel() {
        try (ChatModel model = open(settings().model("gpt-4o"))) {
            assertThat(model.name()).isEqualTo("openai/gpt-4o");
        }
    }

    @Test
    void saysThatTheAnswerRanIntoItsLimit() {
        stub.replyNext("one two three four five six seven eight");

        Reply reply = reply(settings(), new Prompt("", PROMPT.messages(), 3));

        assertThat(reply.text()).isEqualTo("one two three");
        assertThat(reply.stopReason()).isEqualTo(StopReason.LENGTH);
        assertThat(reply.usage()).isEqualTo(new Usage(1, onlyCall().tokens(), 3));
    }

    @ParameterizedTest
    @CsvSource({
        "\"stop\",END",
        "\"length\",LENGTH",
        "\"content_filter\",FILTERED",
        "\"tool_calls\",END",
        "\"something_new\",END",
        "null,END"
    })
    void mapsTheReasonForWhichItStopped(String reason, StopReason stopReason) {
        stub.failNext(Fault.status(
                200,
                "{\"choices\":[{\"finish_reason\":%s,\"message\":{\"content\":\"The river.\"}}]}".formatted(reason)));

        Reply reply = reply(settings(), PROMPT);

        assertThat(reply.text()).isEqualTo("The river.");
        assertThat(reply.stopReason()).isEqualTo(stopReason);
    }

    @Test
    void countsTokensItselfWhenTheServerDoesNot() {
        stub.failNext(Fault.status(200, "{\"choices\":[{\"message\":{\"content\":\"The river.\"}}]}"));

        assertThat(reply(settings(), PROMPT).usage())
                .isEqualTo(new Usage(1, onlyCall().tokens(), 3));
    }

    @Test
    void takesARefusalForFiltered() {
        stub.failNext(
                Fault.status(
                        200,
                        "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":null,\"refusal\":\"I can't.\"}}]}"));

        Reply reply = reply(settings(), PROMPT);

        assertThat(reply.text()).isEqualTo("I can't.");
        assertThat(reply.stopReason()).isEqualTo(StopReason.FILTERED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | holds no choice",
                "{\"choices\":[]} | holds no choice",
                "{\"choices\":[{}]} | holds a choice without a message",
                "{\"choices\":[ | isn't what the API describes (JsonEOFException)",
                "<html> | isn't what the API describes (JsonParseException)"
            })
    void waitsOutABodyThatCannotBeRead(String body, String what) {
        stub.failNext(Fault.status(200, body));

        assertFailure(
                failure(settings(), PROMPT),
                FailureKind.TRANSIENT,
                "unreadable-reply",
                stub.baseUrl() + " answered with success, but the body " + what);
    }

    @Test
    void waitsOutABodyThatIsCutOff() {
        stub.failNext(Fault.truncated());

        assertFailure(
                failure(settings(), PROMPT),
                FailureKind.TRANSIENT,
                "connection-failed",
                "The connection to " + stub.baseUrl() + " failed: unexpected end of stream");
    }

    @Test
    void waitsAsLongAsARateLimitAsks() {
        stub.failNext(Fault.rateLimited("3"));

        ClassifiedException failure = failure(settings(), PROMPT);

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void waitsForASlowServer() {
        stub.failNext(Fault.hang());

        assertFailure(
                failure(settings().timeout(Duration.ofMillis(250)), PROMPT),
                FailureKind.TRANSIENT,
                "timed-out",
                stub.baseUrl() + " didn't answer within 250 ms (chat.timeout)");
    }

    @Test
    void stopsWhenTheModelWantsTheOtherField() {
        assertFailure(
                failure(settings().model("gpt-6-luna").option("max-tokens-field", "max_tokens"), PROMPT),
                FailureKind.FATAL,
                "setting-refused",
                stub.baseUrl() + " refused the field 'max_tokens', which comes from the configuration of 'chat': 400"
                        + " unsupported_parameter: Unsupported parameter: 'max_tokens' is not supported with this"
                        + " model. Use 'max_completion_tokens' instead.");
    }

    @Test
    void stopsWhenTheModelIsUnknown() {
        assertFailure(
                failure(settings().model("lama"), PROMPT),
                FailureKind.FATAL,
                "model-not-found",
                stub.baseUrl() + " knows no model 'lama', or nothing answers at that path: check chat.model and"
                        + " chat.base-url: 404 model_not_found: The model `lama` does not exist or you do not have"
                        + " access to it.");
    }

    @Test
    void keepsThePromptOutOfMessages() {
        stub.failNext(Fault.status(
                400, "{\"error\":{\"message\":\"Bad prompt: What turns the wheel?\",\"code\":\"content_filter\"}}"));

        assertFailure(
                failure(settings(), PROMPT),
                FailureKind.REJECTED,
                "content-filter",
                stub.baseUrl() + " refused the request: 400 content_filter: Bad prompt: …");
    }

    @Test
    void wantsAKeyWhereOpenAiItselfAnswers() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> open(TestSettings.chat(null)))
                .withMessage("https://api.openai.com/v1 wants an API key: set chat.api-key, or chat.base-url to a"
                        + " server that needs none");
    }

    @Test
    void refusesOptionsThatItDoesNotKnow() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> open(settings().option("top-p", "1")))
                .withMessage(
                        "Unknown option 'top-p' (chat.options.top-p). Known: max-tokens-field, reasoning-effort, stream-usage");
    }

    @Test
    void givesTheHttpCallUpWhenItsFutureIsCancelled() throws InterruptedException {
        stub.failNext(Fault.hang());
        try (ChatModel model = open(settings().timeout(LONGER))) {
            CompletableFuture<Reply> call = model.reply(PROMPT);
            boolean arrived = stub.awaitInFlight(1, PATIENCE);

            call.cancel(true);

            assertThat(arrived).isTrue();
            assertThat(stub.awaitCalls(1, PATIENCE))
                    .as("the server saw the client leave")
                    .isTrue();
            assertThat(onlyCall().outcome()).isEqualTo(StubCall.Outcome.ABANDONED);
        }
    }

    private TestSettings settings() {
        return TestSettings.chat(stub.baseUrl());
    }

    private static ChatModel open(TestSettings settings) {
        return new OpenAiChatProvider().open(settings.settings());
    }

    private static Reply reply(TestSettings settings, Prompt prompt) {
        try (ChatModel model = open(settings)) {
            return model.reply(prompt)
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }

    private static ClassifiedException failure(TestSettings settings, Prompt prompt) {
        try (ChatModel model = open(settings)) {
            return Failures.of(model.reply(prompt));
        }
    }

    private static void assertFailure(ClassifiedException failure, FailureKind kind, String code, String message) {
        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }

    private StubCall onlyCall() {
        assertThat(stub.calls()).hasSize(1);
        return stub.calls().get(0);
    }
}
