package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every request gets one final answer, as a consumer of committed records sees it. */
@ExtendWith(EndToEnd.class)
class OneAnswerITCase {
    @Test
    void answersEveryRequestOnceWhateverItIs(Flow flow) {
        prepare(flow);
        Map<String, Integer> expected = sendOneOfEach(flow);

        assertThat(counts(flow, sum(expected))).isEqualTo(expected);
        assertThat(flow.deadLetters().await(3)).hasSize(3);
    }

    @Test
    void answersEveryRequestOnceOverAFailover(Flow flow) {
        RunningJob job = prepare(flow);
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        flow.index().await(points -> points.size() == 1);
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            send(flow, expected, "before-" + i, "{\"type\": \"search\", \"query\": \"mill %d\"}".formatted(i));
        }
        flow.answers().await(50);
        // These are read, and some wait in the job's state, when it is killed.
        flow.stub().hold();
        expected.putAll(sendOneOfEach(flow));
        for (int i = 0; i < 100; i++) {
            send(flow, expected, "during-" + i, "{\"type\": \"ask\", \"question\": \"which mill %d?\"}".formatted(i));
        }
        job.awaitCheckpoints(job.checkpoints() + 2);
        // The answers of these are written, and most likely not committed.
        for (int i = 0; i < 20; i++) {
            send(flow, expected, "refused-" + i, "{\"type\": \"dance\"}");
        }

        flow.servers().flink().failover();
        flow.stub().release();

        job.awaitRestarted();
        send(flow, expected, "after", "{\"type\": \"search\", \"query\": \"mill\"}");
        assertThat(counts(flow, sum(expected))).isEqualTo(expected);
        assertThat(flow.deadLetters().await(3)).hasSize(3);
    }

    @Test
    void answersAsFailedWhatTakesTooLong(Flow flow) {
        flow.set("query.timeout", "1s");
        prepare(flow);
        flow.stub().failUntilRecovered(Fault.hang());

        var failed = flow.request("\"type\": \"search\", \"query\": \"mill\"");
        flow.stub().recover();
        var answered = flow.request("\"type\": \"search\", \"query\": \"mill\"");

        assertThat(failed.json()).isEqualTo(Flow.json("""
                {"id": "%s", "status": "failed", "citations": [], "results": [], "models": {}, "usage": {},
                 "timings": {},
                 "error": {"code": "timeout", "message": "no answer within 1000 ms (query.timeout)"}}""".formatted(failed.id())));
        assertThat(answered.json().path("status").asText()).isEqualTo("answered");
    }

    @Test
    void answersAsFailedWhatTheChatModelCannotAnswerInTime(Flow flow) {
        flow.set("query.timeout", "3s")
                .set("chat.provider", "openai")
                .set("chat.model", "gpt-4o-mini")
                .set("chat.base-url", flow.stub().baseUrl().toString());
        prepare(flow);
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        flow.index().await(points -> points.size() == 1);
        var found = flow.request("\"type\": \"search\", \"query\": \"mill\"");
        assertThat(found.found()).containsExactly("mill");
        // The first call embeds the question; those to the chat model come after.
        flow.stub().failNext(Fault.Spoiled.WITHOUT_USAGE);
        flow.stub().failUntilRecovered(Fault.status(503));

        var failed = flow.request("\"type\": \"ask\", \"question\": \"Which mill?\"");

        assertThat(failed.json().path("status").asText()).isEqualTo("failed");
        assertThat(failed.json().path("error"))
                .isEqualTo(Flow.json("""
                {"code": "unavailable", "message": "%s can't serve the call now: 503 server_error: The server had an \
                error while processing your request. Sorry about that!"}""".formatted(flow.stub().baseUrl())));
    }

    private static RunningJob prepare(Flow flow) {
        flow.ingest();
        return flow.query();
    }

    /** Requests of every sort, and how many answers each id is owed. */
    private static Map<String, Integer> sendOneOfEach(Flow flow) {
        Map<String, Integer> owed = new TreeMap<>();
        send(flow, owed, "search", "{\"type\": \"search\", \"query\": \"mill\"}");
        send(flow, owed, "ask", "{\"type\": \"ask\", \"question\": \"Which mill?\"}");
        send(flow, owed, "rejected", "{\"type\": \"dance\"}");
        send(flow, owed, "filtered", "{\"type\": \"search\", \"query\": \"mill\", \"filter\": {\"nothing\": 1}}");
        send(flow, owed, "malformed", "{\"type\": ");
        send(flow, owed, "twice", "{\"type\": \"search\", \"query\": \"mill\"}");
        send(flow, owed, "twice", "{\"type\": \"search\", \"query\": \"mill\"}");
        send(flow, owed, "empty", null);
        flow.requests().send("invalid", "{\"type\": \"caf\u00e9\"}".getBytes(ISO_8859_1));
        owed.merge("invalid", 1, Integer::sum);
        flow.requests().send(null, "{\"id\": \"keyless\", \"type\": \"search\", \"query\": \"mill\"}".getBytes(UTF_8));
        owed.merge("keyless", 1, Integer::sum);
        return owed;
    }

    private static void send(Flow flow, Map<String, Integer> owed, String id, @Nullable String value) {
        flow.requests().send(id, value);
        owed.merge(id, 1, Integer::sum);
    }

    /** Answers by request id, once there are as many as are owed and no more come. */
    private static Map<String, Integer> counts(Flow flow, int owed) {
        flow.answers().await(owed);
        String last = flow.request("\"type\": \"search\", \"query\": \"the last one\"")
                .id();
        List<JsonNode> answers = new ArrayList<>(flow.answers().values());
        answers.removeIf(answer -> answer.path("id").asText().equals(last));
        return answers.stream()
                .collect(Collectors.toMap(
                        answer -> answer.path("id").asText(), answer -> 1, Integer::sum, TreeMap::new));
    }

    private static int sum(Map<String, Integer> owed) {
        return owed.values().stream().mapToInt(Integer::intValue).sum();
    }
}
