package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Passage;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.Image;
import io.millrace.connector.http.stub.StubAnthropic;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicChatModelTest extends HttpChatContract {
    private static final String SYSTEM = "You answer questions from the evidence that comes with them, and from nothing"
            + " else, in the language of the question, briefly, whatever it is that they want to know of you.";

    AnthropicChatModelTest() {
        super(new StubAnthropic(), new AnthropicChatProvider(), "claude-sonnet-5-5");
    }

    @Nested
    class Streamed extends StreamedCalls {}

    @Override
    protected String whole(String text) {
        return "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"stop_reason\":\"end_turn\"}"
                .formatted(text);
    }

    @Override
    protected String piece(String text) {
        return events(
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"%s\"}}"
                        .formatted(text));
    }

    @Override
    protected String end() {
        return events(
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}", "{\"type\":\"message_stop\"}");
    }

    @Override
    protected String breakdown(String words) {
        return events(
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"%s\"}}".formatted(words));
    }

    @Override
    public Map.Entry<String, String> keyHeader() {
        return Map.entry("x-api-key", StubChat.KEY);
    }

    private static Prompt ofPassages(String question) {
        return new Prompt(
                SYSTEM,
                List.of(new Message(Role.USER, question)),
                List.of(new Passage("Bread", "Bread is baked."), new Passage(null, "Water turns the wheel.")),
                100);
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
                List.of(new Passage("Bread", "Baked.")),
                9);

        Reply unused = reply(prompt);

        assertThat(sent())
                .isEqualTo("{'model':'claude-sonnet-5-5','max_tokens':9,'system':[{'type':'text','text':'Be brief.'}],"
                        + "'messages':[{'role':'user','content':[{'type':'text','text':'A?'}]},"
                        + "{'role':'assistant','content':[{'type':'text','text':'B.'}]},"
                        + "{'role':'user','content':[{'type':'search_result','source':'evidence-1','title':'Bread',"
                        + "'content':[{'type':'text','text':'Baked.'}],'citations':{'enabled':true}},"
                        + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBO'}},"
                        + "{'type':'image','source':{'type':'url','url':'https://mill.example/wheel.jpg'}},"
                        + "{'type':'text','text':'C?'}]}]}");
        assertThat(stub().requests().get(0).header("anthropic-version")).isEqualTo("2026-10-21");
    }

    @Test
    void citesByItself() {
        assertThat(model().citesPassages()).isTrue();
        assertThat(reply(ofPassages("What turns the wheel?")).text()).isEqualTo("Water turns the wheel.[2]");
        assertThat(String.join("|", pieces(ofPassages("What turns the wheel?"))))
                .isEqualTo("Water| turns| the| wheel.|[2]");
    }

    @Test
    void putsCitationsBehindTheirBlocksOnceEach() {
        stub().next(new StubReply(200, """
                {"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"It turns"},
                {"type":"text","text":" by water","citations":[{"type":"search_result_location","search_result_index":1},
                {"type":"search_result_location","search_result_index":0},
                {"type":"search_result_location","search_result_index":1}]},
                {"type":"text","text":" and wind","citations":[{"type":"search_result_location","search_result_index":1}]},
                {"type":"text","text":"."}],"stop_reason":"end_turn","usage":{"input_tokens":9,"output_tokens":7}}"""));

        Reply reply = reply(ofPassages("What?"));

        assertThat(reply.text()).isEqualTo("It turns by water[2][1] and wind[2].");
        assertThat(reply.usage().outputTokens()).isEqualTo(7);
    }

    @Test
    void takesNoWordsOfAModelThatCitesByItselfForACitation() {
        stub().sayNext("Water [1] turns the [7] wheel");
        stub().sayNext("Water [1] turns the [7] wheel");

        assertThat(reply(ofPassages("What turns the wheel?")).text()).isEqualTo("Water (1) turns the (7) wheel[2]");
        assertThat(String.join("", pieces(ofPassages("What turns the wheel?"))))
                .isEqualTo("Water (1) turns the (7) wheel[2]");
    }

    @Test
    void asksForMarkersWhereItIsToldTo() {
        try (ChatModel model =
                provider().open(settings().option("citations", "markers").settings())) {
            assertThat(model.citesPassages()).isFalse();
        }
    }

    @Test
    void keepsAPromptsBeginningWhereItIsToldTo() {
        try (ChatModel model = provider().open(settings().option("cache", "1h").settings())) {
            Reply first = model.reply(ofPassages("What?")).join();
            Reply second = model.reply(ofPassages("What?"), piece -> {}).join();

            assertThat(first.usage().inputTokens()).isPositive();
            assertThat(second.usage().inputTokens()).isEqualTo(first.usage().inputTokens());
        }
        String mark = "'cache_control':{'type':'ephemeral','ttl':'1h'}}";
        assertThat(stub().requests().get(0).body().toString().replace('"', '\''))
                .contains("whatever it is that they want to know of you.'," + mark)
                .contains("'text':'Water turns the wheel.'}],'citations':{'enabled':true}," + mark);
    }

    @Test
    void sendsATemperatureToTheVersionThatTakesOne() {
        try (ChatModel model = provider()
                .open(settings().option("version", "2023-06-01").settings().writing(100, 0.5))) {
            assertThat(model.reply(prompt("Why?")).join().text()).isEqualTo("You asked: Why?");
        }
        assertThat(sent()).contains("'temperature':0.5");
        assertThatThrownBy(() -> provider().open(settings().settings().writing(100, 0.5)))
                .isInstanceOf(FatalException.class)
                .hasMessage("Anthropic's API of 2026-10-21 takes no temperature: leave chat.temperature out, or set"
                        + " chat.options.version to 2023-06-01");
    }

    @Test
    void bringsItsKeyAsABearerWhereItIsToldTo() {
        try (ChatModel model =
                provider().open(settings().option("auth", "bearer").settings())) {
            assertThat(model.reply(prompt("Why?")).join().text()).isEqualTo("You asked: Why?");
        }
        assertThat(stub().requests().get(0).header("Authorization")).isEqualTo("Bearer " + StubChat.KEY);
        assertThat(stub().requests().get(0).header("x-api-key")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, END",
        "stop_sequence, END",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "pause_turn, LENGTH",
        "refusal, FILTERED"
    })
    void knowsWhyItStopped(String reason, StopReason stop) {
        String streamed = piece("A.") + end();

        assertThat(bothRead(whole("A.").replace("end_turn", reason), streamed.replace("end_turn", reason)))
                .allSatisfy(reply -> assertThat(reply.stopReason()).isEqualTo(stop));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | invalid_request_error | max_tokens: too large | REJECTED | invalid-request-error",
                "400 | invalid_request_error | You have reached your specified API usage limits. | FATAL | no-balance",
                "400 | invalid_request_error | Your credit balance is too low | FATAL | no-balance",
                "401 | authentication_error | invalid x-api-key | FATAL | api-key-refused",
                "402 | billing_error | no | FATAL | no-balance",
                "403 | permission_error | no | FATAL | forbidden",
                "404 | not_found_error | model: x | FATAL | model-not-found",
                "413 | request_too_large | too large | REJECTED | request-too-large",
                "429 | rate_limit_error | slow down | TRANSIENT | rate-limited",
                "500 | api_error | Internal server error | TRANSIENT | unavailable",
                "504 | timeout_error | too long | TRANSIENT | unavailable",
                "529 | overloaded_error | Overloaded | TRANSIENT | unavailable"
            })
    void knowsWhatAnthropicMeans(int status, String type, String message, FailureKind kind, String code) {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}".formatted(type, message);
        stub().next(new StubReply(200, events(body)));

        ClassifiedException inStream = Failures.of(model().reply(prompt("Why?"), piece -> {}));
        List<ClassifiedException> failures = new ArrayList<>(bothFail(new StubReply(status, body)));
        failures.add(inStream);

        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(code);
        });
    }
}
