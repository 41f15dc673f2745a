package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiChatStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A timeout that can't be what ends a call while a test is patient. */
    private static final Duration LONGER = Duration.ofMinutes(10);

    private static final Prompt PROMPT =
            new Prompt("Be brief.", List.of(new Message(Role.USER, "What turns the wheel?")), 50);

    private final StubOpenAi stub = StubOpenAi.start(StubOptions.defaults());
    private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @Test
    void asksForAStreamThatCountsItsTokens() {
        stub.replyNext("The river does.");

        Reply reply = reply(settings(), PROMPT);

        assertThat(onlyCall().request())
                .hasToString("{\"messages\":[{\"content\":\"Be brief.\",\"role\":\"system\"},"
                        + "{\"content\":\"What turns the wheel?\",\"role\":\"user\"}],"
                        + "\"model\":\"gpt-4o-mini\",\"stream_options\":{\"include_usage\":true},"
                        + "\"max_tokens\":50,\"stream\":true}");
        assertThat(pieces).containsExactly("The", " river", " does.");
        assertThat(reply)
                .isEqualTo(new Reply(
                        "The river does.",
                        StopReason.END,
                        new Usage(1, onlyCall().tokens(), 4)));
    }

    @Test
    void countsTokensItselfWhereTheServerShouldNotBeAsked() {
        Reply reply = reply(settings().option("stream-usage", "false"), PROMPT);

        assertThat(onlyCall().request().has("stream_options")).isFalse();
        assertThat(onlyCall().request().path("stream").asBoolean()).isTrue();
        assertThat(reply.usage())
                .isEqualTo(new Usage(1, onlyCall().tokens(), onlyCall().outputTokens()));
    }

    @Test
    void countsTokensItselfWhenTheServerDoesNot() {
        stub.failNext(Fault.Spoiled.WITHOUT_USAGE);

        Reply reply = reply(settings(), PROMPT);

        assertThat(reply.usage())
                .isEqualTo(new Usage(1, onlyCall().tokens(), onlyCall().outputTokens()));
    }

    @Test
    void saysThatTheAnswerRanIntoItsLimit() {
        stub.replyNext("one two three four five six seven eight");

        Reply reply = reply(settings(), new Prompt("", PROMPT.messages(), 3));

        assertThat(reply.text()).isEqualTo("one two three");
        assertThat(reply.stopReason()).isEqualTo(StopReason.LENGTH);
    }

    @Test
    void tellsPiecesWhileTheReplyIsNotThere() throws InterruptedException {
        stub.replyNext("one two three four");
        stub.failNext(Fault.stalled());
        try (ChatModel model = open(settings().timeout(LONGER))) {
            CompletableFuture<Reply> call = model.reply(PROMPT, pieces::add);

            assertThat(pieces.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("one");
            assertThat(call).isNotDone();
        }
    }

    @Test
    void givesTheHttpCallUpInMidStreamWhenItsFutureIsCancelled() throws InterruptedException {
        stub.replyNext("one two three four");
        stub.failNext(Fault.stalled());
        try (ChatModel model = open(settings().timeout(LONGER))) {
            CompletableFuture<Reply> call = model.reply(PROMPT, pieces::add);
            String first = pieces.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            call.cancel(true);

            assertThat(first).isEqualTo("one");
            assertThat(stub.awaitCalls(1, PATIENCE))
                    .as("the server saw the client leave")
                    .isTrue();
            assertThat(onlyCall().outcome()).isEqualTo(StubCall.Outcome.ABANDONED);
        }
    }

    @Test
    void usesAConnectionAgain() {
        try (ChatModel model = open(settings())) {
            for (int i = 0; i < 3; i++) {
                reply(model, PROMPT);
            }
        }

        assertThat(stub.connectionsAccepted()).isEqualTo(1);
    }

    @Test
    void waitsOutAStreamThatBreaks() {
        stub.replyNext("one two three four");
        stub.failNext(Fault.truncated());

        assertFailure(
                failure(settings()),
                FailureKind.TRANSIENT,
                "connection-failed",
                "The connection to " + stub.baseUrl() + " failed: it ended in mid-stream");
        assertThat(pieces).containsExactly("one", " two", " three");
    }

    @Test
    void waitsOutAStreamThatHangs() {
        stub.replyNext("one two three four");
        stub.failNext(Fault.stalled());

        assertFailure(
                failure(settings().timeout(Duration.ofMillis(500))),
                FailureKind.TRANSIENT,
                "timed-out",
                stub.baseUrl() + " didn't answer within 500 ms (chat.timeout)");
    }

    @Test
    void waitsOutAnErrorInMidStream() {
        stub.replyNext("one two three four");
        stub.failNext(Fault.errorEvent());

        assertFailure(
                failure(settings()),
                FailureKind.TRANSIENT,
                "unavailable",
                stub.baseUrl() + " can't serve the call now: server_error in mid-stream: The server had an error while"
                        + " processing your request. Sorry about that!");
        assertThat(pieces).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}} | TRANSIENT | rate-limited",
                "{\"error\":{\"message\":\"out of memory\",\"type\":\"InternalServerError\",\"code\":500}} | TRANSIENT | unavailable",
                "{\"error\":\"engine died\"} | TRANSIENT | unavailable",
                "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"code\":400} | REJECTED | bad-request-error",
                "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"context_length_exceeded\"}} | REJECTED | context-length-exceeded",
                "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}} | FATAL | no-balance"
            })
    void classifiesAnErrorInMidStreamByWhatItSays(String event, FailureKind kind, String code) {
        stub.failNext(new Fault.Event(event));

        ClassifiedException failure = failure(settings());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
    }

    @Test
    void keepsThePromptOutOfMessages() {
        stub.failNext(new Fault.Event(
                "{\"error\":{\"message\":\"Bad prompt: What turns the wheel?\",\"code\":\"content_filter\"}}"));

        assertFailure(
                failure(settings()),
                FailureKind.REJECTED,
                "content-filter",
                stub.baseUrl() + " refused the request: content_filter in mid-stream: Bad prompt: …");
    }

    @Test
    void classifiesWhatComesBeforeTheStreamAsForAWholeReply() {
        stub.failNext(Fault.rateLimited("3"));

        ClassifiedException failure = failure(settings());

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("rate-limited");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        assertThat(failure(settings().model("lama")).code()).isEqualTo("model-not-found");
        assertThat(pieces).isEmpty();
    }

    @Test
    void takesARefusalForFiltered() {
        answerWith(chunk("{\"refusal\":\"I can't\"}", "null"), chunk("{\"refusal\":\" say.\"}", "\"stop\""));

        Reply reply = reply(settings(), PROMPT);

        assertThat(reply.text()).isEqualTo("I can't say.");
        assertThat(reply.stopReason()).isEqualTo(StopReason.FILTERED);
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
        answerWith(chunk("{\"content\":\"The river.\"}", reason), "[DONE]");

        assertThat(reply(settings(), PROMPT).stopReason()).isEqualTo(stopReason);
    }

    @Test
    void readsWhatCompatibleServersMakeOfTheFormat() {
        // Carriage returns, comments that keep a connection open, no space, an event's name, usage in every chunk, and
        // no [DONE], nor an empty line, at the end.
        stub.failNext(
                Fault.status(
                        200,
                        ": waiting\r\n\r\ndata:{\"choices\":[{\"delta\":{\"content\":\"The \"}}],\"usage\":{\"prompt_tokens\":9,"
                                + "\"completion_tokens\":1}}\r\n\r\nevent: message\r\ndata: {\"choices\":[{\"delta\":{\"content\":"
                                + "\"river\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}"));

        Reply reply = reply(settings(), PROMPT);

        assertThat(reply).isEqualTo(new Reply("The river", StopReason.END, new Usage(1, 9, 2)));
        assertThat(pieces).containsExactly("The ", "river");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": nothing\n\n", "data: {\"choices\":[{\"delta\":{\"content\":\"The\"}}]}\n\n"})
    void waitsOutAStreamThatEndsBeforeTheReplyDoes(String body) {
        stub.failNext(Fault.status(200, body));

        assertFailure(
                failure(settings()),
                FailureKind.TRANSIENT,
                "unreadable-reply",
                stub.baseUrl() + " answered with success, but the body ends before the reply does");
    }

    @Test
    void waitsOutAChunkThatCannotBeRead() {
        answerWith("{\"choices\":[", "[DONE]");

        ClassifiedException failure = failure(settings());

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    private void answerWith(String... events) {
        StringBuilder body = new StringBuilder();
        for (String event : events) {
            body.append("data: ").append(event).append("\n\n");
        }
        stub.failNext(Fault.status(200, body.toString()));
    }

    private static String chunk(String delta, String finishReason) {
        return "{\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}".formatted(delta, finishReason);
    }

    private TestSettings settings() {
        return TestSettings.chat(stub.baseUrl());
    }

    private static ChatModel open(TestSettings settings) {
        return new OpenAiChatProvider().open(settings.settings());
    }

    private Reply reply(TestSettings settings, Prompt prompt) {
        try (ChatModel model = open(settings)) {
            return reply(model, prompt);
        }
    }

    private Reply reply(ChatModel model, Prompt prompt) {
        return model.reply(prompt, pieces::add)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private ClassifiedException failure(TestSettings settings) {
        Consumer<String> parts = pieces::add;
        try (ChatModel model = open(settings)) {
            return Failures.of(model.reply(PROMPT, parts));
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
