package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.job.e2e.Flow.Answered;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer that reads deltas as their schema says has the answer's text. */
@ExtendWith(EndToEnd.class)
class AnswerDeltasITCase {
    private static final String REPLY = "She kept forty geese near the weir [1].";
    private static final String ASK = "\"type\": \"ask\", \"question\": \"How many geese?\", \"deltas\": true";

    private final StubOpenAi chat = StubOpenAi.start(StubOptions.defaults());

    @AfterEach
    void closeTheStub() {
        chat.close();
    }

    @Test
    void comeInOrderAndMakeTheAnswerUp(Flow flow) {
        start(flow);
        chat.replyNext(REPLY);

        Answered answered = flow.request(ASK);

        assertThat(answered.json().path("answer").asText()).isEqualTo(REPLY);
        List<JsonNode> deltas = deltas(flow, answered.id());
        assertThat(deltas)
                .extracting(delta -> delta.path("sequence").asInt())
                .isEqualTo(IntStream.range(0, deltas.size()).boxed().toList());
        assertThat(deltas.stream().filter(delta -> delta.path("restart").asBoolean()))
                .containsExactly(deltas.get(0));
        assertThat(text(deltas)).isEqualTo(REPLY);
        assertThat(deltas.get(deltas.size() - 1)).isEqualTo(Flow.json("""
                {"id": "%s", "sequence": %d, "text": "", "restart": false, "last": true, "status": "answered"}""".formatted(answered.id(), deltas.size() - 1)));
    }

    @Test
    void beginAnewWhereTheStreamBreaks(Flow flow) {
        start(flow);
        chat.replyNext("Three swans and a heron near the weir [1].", REPLY);
        chat.failNext(Fault.truncated());

        Answered answered = flow.request(ASK);

        assertThat(chat.calls()).hasSize(2);
        assertThat(answered.json().path("answer").asText()).isEqualTo(REPLY);
        assertThat(text(deltas(flow, answered.id()))).isEqualTo(REPLY);
    }

    @Test
    void comeBeforeTheAnswerAndAreVoidWhereTheStreamHangs(Flow flow) {
        start(flow.set("chat.timeout", "3s"));
        chat.replyNext("Three swans and a heron near the weir [1].", REPLY);
        chat.failNext(Fault.stalled());
        flow.requests().send("r1", "{%s}".formatted(ASK));

        JsonNode first = flow.deltas().await(delta -> delta.path("id").asText().equals("r1"));
        assertThat(first.path("text").asText()).startsWith("Three");
        assertThat(flow.answers().values()).isEmpty();

        JsonNode answer =
                flow.answers().await(given -> given.path("id").asText().equals("r1"));
        assertThat(answer.path("answer").asText()).isEqualTo(REPLY);
        List<JsonNode> deltas = deltas(flow, "r1");
        assertThat(deltas.stream().filter(delta -> delta.path("restart").asBoolean()))
                .hasSize(2);
        assertThat(text(deltas)).isEqualTo(REPLY);
    }

    @Test
    void endForEveryRequestOverAFailoverInMidStream(Flow flow) {
        RunningJob job = start(flow);
        chat.replyNext(Collections.nCopies(200, REPLY).toArray(String[]::new));
        chat.failUntilRecovered(Fault.stalled());
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> "failover-" + i).toList();
        ids.forEach(id -> flow.requests().send(id, "{%s}".formatted(ASK)));
        ids.forEach(id -> flow.deltas().await(delta -> delta.path("id").asText().equals(id)));
        job.awaitCheckpoints(job.checkpoints() + 2);

        flow.servers().flink().failover();
        chat.recover();
        job.awaitRestarted();

        flow.answers().await(ids.size());
        for (String id : ids) {
            assertThat(text(deltas(flow, id))).isEqualTo(REPLY);
        }
        assertThat(flow.answers().values())
                .extracting(answer -> answer.path("id").asText())
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(flow.answers().values())
                .extracting(answer -> answer.path("answer").asText())
                .containsOnly(REPLY);
    }

    /** A query job over one document, with a chat model on a stub of its own. */
    private RunningJob start(Flow flow) {
        flow.tellDeltas()
                .set("chat.provider", "openai")
                .set("chat.model", "gpt-4o-mini")
                .set("chat.base-url", chat.baseUrl().toString());
        flow.ingest();
        flow.documents().send("mill", "{\"text\": \"The miller kept forty geese near the weir.\"}");
        var unused = flow.index().await(points -> points.size() == 1);
        return flow.query();
    }

    /** A request's deltas, once the last one is there. */
    private static List<JsonNode> deltas(Flow flow, String id) {
        flow.deltas()
                .await(delta -> delta.path("id").asText().equals(id)
                        && delta.path("last").asBoolean());
        return flow.deltas().values().stream()
                .filter(delta -> delta.path("id").asText().equals(id))
                .toList();
    }

    /** The text as the schema says it is to be put together. */
    private static String text(List<JsonNode> deltas) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (JsonNode delta : deltas) {
            if (delta.path("restart").asBoolean()) {
                text.setLength(0);
            } else if (delta.path("sequence").asInt() != next) {
                continue;
            }
            text.append(delta.path("text").asText());
            next = delta.path("sequence").asInt() + 1;
        }
        return text.toString();
    }
}
