package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Passage;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.Image;
import io.millrace.connector.http.stub.StubCohereChat;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.FailureKind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereChatModelTest extends HttpChatContract {
    CohereChatModelTest() {
        super(new StubCohereChat(), new CohereChatProvider(), "command-a-03-2025");
    }

    @Nested
    class Streamed extends StreamedCalls {}

    @Override
    protected String whole(String text) {
        return ("{\"finish_reason\":\"COMPLETE\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
                        + "\"text\":\"%s\"}]}}")
                .formatted(text);
    }

    @Override
    protected String piece(String text) {
        return events("{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"%s\"}}}}"
                .formatted(text));
    }

    @Override
    protected String end() {
        return events("{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}");
    }

    @Override
    protected String breakdown(String words) {
        return events(
                "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"%s\"}}".formatted(words));
    }

    private String cited(String... documents) {
        StringBuilder sources = new StringBuilder();
        for (String document : documents) {
            sources.append(sources.isEmpty() ? "" : ",")
                    .append("{\"type\":\"document\",\"id\":\"%s\"}".formatted(document));
        }
        return events(
                ("{\"type\":\"citation-start\",\"index\":0,\"delta\":{\"message\":{\"citations\":{\"start\":0,\"end\":5,"
                                + "\"text\":\"Water\",\"sources\":[%s]}}}}")
                        .formatted(sources));
    }

    private static Prompt ofPassages(String question) {
        return new Prompt(
                "Be brief.",
                List.of(new Message(Role.USER, question)),
                List.of(new Passage("Bread", "Bread is baked."), new Passage(null, "Water turns the wheel.")),
                100);
    }

    @Test
    void writesWhatTheApiDescribes() {
        Reply unused = reply(ofPassages("C?"));

        assertThat(sent())
                .isEqualTo("{'model':'command-a-03-2025','stream':false,"
                        + "'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'C?'}],"
                        + "'documents':[{'id':'1','data':{'title':'Bread','text':'Bread is baked.'}},"
                        + "{'id':'2','data':{'text':'Water turns the wheel.'}}],"
                        + "'citation_options':{'mode':'FAST'},'max_tokens':100}");
    }

    @Test
    void showsImages() {
        Image inline = new Image.Inline("image/png", "iVBO");
        Image linked = new Image.Linked(URI.create("https://mill.example/wheel.jpg"));

        Reply unused = reply(new Prompt("", List.of(new Message(Role.USER, "C?", List.of(inline, linked))), 9));

        assertThat(sent())
                .contains("'content':[{'type':'text','text':'C?'},"
                        + "{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO'}},"
                        + "{'type':'image_url','image_url':{'url':'https://mill.example/wheel.jpg'}}]");
    }

    @Test
    void citesByItself() {
        assertThat(model().citesPassages()).isTrue();
        assertThat(reply(ofPassages("What turns the wheel?")).text()).isEqualTo("Water turns the wheel[2].");
        assertThat(String.join("|", pieces(ofPassages("What turns the wheel?"))))
                .isEqualTo("Water| turns| the| wheel.|[2]");
    }

    @Test
    void asksForMarkersWhereItIsToldTo() {
        try (ChatModel model =
                provider().open(settings().option("citations", "markers").settings())) {
            assertThat(model.citesPassages()).isFalse();
        }
    }

    @Test
    void putsCitationsBehindWhatTheyStandForWhateverACharacterIs() {
        stub().next(new StubReply(200, """
                {"finish_reason":"COMPLETE","message":{"content":[{"type":"thinking","thinking":"hm"},
                {"type":"text","text":"\\uD83C\\uDF0A turns the wheel, wind the mill."}],"citations":[
                {"start":28,"end":32,"text":"mill","content_index":1,"sources":[{"type":"document","id":"1"},{"type":"tool","id":"t"}]},
                {"start":2,"end":17,"text":"turns the wheel","content_index":1,"sources":[{"type":"document","id":"2"}]},
                {"start":0,"end":17,"text":"x","content_index":1,"sources":[{"type":"document","id":"2"},{"type":"document","id":"1"}]},
                {"start":0,"end":2,"content_index":0,"type":"THINKING_CONTENT","sources":[{"type":"document","id":"1"}]},
                {"start":0,"end":9999,"content_index":1,"sources":[{"type":"document","id":"2"}]}]},
                "usage":{"tokens":{"input_tokens":9,"output_tokens":8}}}"""));

        Reply reply = reply(ofPassages("What?"));

        assertThat(reply.text()).isEqualTo("🌊 turns the wheel[2][1], wind the mill[1].[2]");
        assertThat(reply.usage().inputTokens()).isEqualTo(9);
        assertThat(reply.usage().outputTokens()).isEqualTo(8);
    }

    @Test
    void putsCitationsInAStreamBehindTheWordThatHasCome() {
        String body =
                piece("Water tur") + cited("2", "1") + cited("2") + piece("ns it") + piece(", ") + cited("1") + end();
        stub().next(new StubReply(200, body));

        assertThat(String.join("|", pieces(ofPassages("What?")))).isEqualTo("Water tur|ns|[2]|[1]| it|, |[1]");
    }

    @Test
    void takesNoWordsOfAModelThatCitesByItselfForACitation() {
        stub().sayNext("Water [7] turns the [2] wheel.");

        assertThat(String.join("", pieces(ofPassages("What turns the wheel?"))))
                .isEqualTo("Water (7) turns the (2) wheel.[2]");
    }

    @Test
    void countsWhatIsBilled() {
        assertThat(reply(prompt("one two")).usage().inputTokens()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"COMPLETE, END", "STOP_SEQUENCE, END", "MAX_TOKENS, LENGTH", "ERROR_TOXIC, FILTERED"})
    void knowsWhyItStopped(String reason, StopReason stop) {
        String streamed = piece("A.") + end();

        assertThat(bothRead(whole("A.").replace("COMPLETE", reason), streamed.replace("COMPLETE", reason)))
                .allSatisfy(reply -> assertThat(reply.stopReason()).isEqualTo(stop));
    }

    @ParameterizedTest
    @CsvSource({"ERROR, unavailable", "TIMEOUT, unavailable"})
    void takesNoBrokenReplyForOne(String reason, String code) {
        assertThat(failure(new StubReply(200, whole("A.").replace("COMPLETE", reason)))
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "498 | blocked token | REJECTED | bad-request",
                "499 | request cancelled | TRANSIENT | unavailable",
                "501 | not implemented | FATAL | model-unfit",
                "404 | model 'x' not found | FATAL | model-not-found",
                "422 | unknown field | REJECTED | bad-request"
            })
    void knowsWhatCohereMeans(int status, String message, FailureKind kind, String code) {
        StubReply reply = new StubReply(status, "{\"id\":\"x\",\"message\":\"%s\"}".formatted(message));

        assertThat(bothFail(reply)).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(code);
        });
    }
}
