package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StubStreamTest {
    private StubOpenAi stub = StubOpenAi.start(StubOptions.defaults());

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @Test
    void streamsAnAnswerWordByWord() throws IOException, InterruptedException {
        stub.replyNext("The river does.");

        HttpResponse<String> response = ask(true, true);

        assertThat(StubClient.header(response, "content-type")).isEqualTo("text/event-stream");
        List<String> events = events(response);
        assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
        assertThat(events.stream().limit(6).map(StubStreamTest::json))
                .allSatisfy(chunk -> assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk"))
                .extracting(chunk -> chunk.at("/choices/0/delta/content").asText(null))
                .containsExactly("", "The", " river", " does.", null, null);
        assertThat(json(events.get(4)).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        JsonNode usage = json(events.get(5));
        assertThat(usage.path("choices")).isEmpty();
        assertThat(usage.at("/usage/completion_tokens").asInt()).isEqualTo(4);
        assertThat(stub.calls()).extracting(StubCall::outcome).containsExactly(Outcome.ANSWERED);
    }

    @Test
    void countsOnlyWhereItIsAskedTo() throws IOException, InterruptedException {
        assertThat(ask(true, false).body()).doesNotContain("usage");

        HttpResponse<String> alone = ask(false, true);

        assertThat(alone.statusCode()).isEqualTo(400);
        assertThat(StubClient.message(alone))
                .isEqualTo("The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }

    @Test
    void endsAStreamWithAnErrorWhereItIsTold() throws IOException, InterruptedException {
        stub.failNext(Fault.errorEvent());
        stub.replyNext("one two three four");

        List<String> events = events(ask(true, true));

        assertThat(events).doesNotContain("[DONE]");
        assertThat(json(events.get(events.size() - 1)).at("/error/type").asText())
                .isEqualTo("server_error");
        assertThat(stub.calls()).extracting(StubCall::outcome).containsExactly(Outcome.FAULTED);
    }

    @Test
    void takesTheTimeOfItsTokens() throws IOException, InterruptedException {
        stub.close();
        stub = StubOpenAi.start(StubOptions.defaults().withLatency(Duration.ofMillis(5), Duration.ofMillis(2)));
        stub.replyNext("one two three four five");

        var unused = ask(true, true);

        StubCall call = stub.calls().get(0);
        assertThat(Duration.between(call.at(), call.end())).isGreaterThanOrEqualTo(Duration.ofMillis(15));
    }

    private HttpResponse<String> ask(boolean stream, boolean counted) throws IOException, InterruptedException {
        ObjectNode body = StubOpenAi.JSON.createObjectNode().put("model", "gpt-4o");
        body.putArray("messages").addObject().put("role", "user").put("content", "Why?");
        if (stream) {
            body.put("stream", true);
        }
        if (counted) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return StubClient.of(stub).chat(body);
    }

    private static List<String> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring("data: ".length()))
                .toList();
    }

    private static JsonNode json(String event) {
        try {
            return StubOpenAi.JSON.readTree(event);
        } catch (IOException e) {
            throw new AssertionError("an event isn't JSON", e);
        }
    }
}
