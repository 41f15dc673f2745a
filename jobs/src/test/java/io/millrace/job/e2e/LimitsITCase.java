package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is over a limit is refused, with its reason and for nothing; a job of two subtasks has one limit. */
@ExtendWith(EndToEnd.class)
class LimitsITCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REPLY = "Forty geese [1].";

    private final StubOpenAi chat = StubOpenAi.start(StubOptions.defaults());

    @AfterEach
    void closeTheStub() {
        chat.close();
    }

    @Test
    void refusesRequestsOfATenantThatAreTooManyAtOnce(Flow flow) throws InterruptedException {
        start(flow.set("query.limits.concurrent-requests", "2"));
        chat.replyNext(REPLY, REPLY, REPLY);
        chat.hold();
        IntStream.range(0, 5).forEach(number -> ask(flow, "acme-" + number, "acme"));

        List<JsonNode> refused = flow.answers().await(3);
        ask(flow, "other-0", "other");
        boolean three = chat.awaitInFlight(3, PATIENCE);
        chat.release();

        assertThat(refused).extracting(LimitsITCase::outcome).containsOnly("rejected too-many-requests");
        assertThat(refused.get(0).path("error").path("message").asText()).contains("query.limits.concurrent-requests");
        assertThat(three).as("another tenant's comes in").isTrue();
        List<JsonNode> all = flow.answers().await(6);
        assertThat(all)
                .extracting(LimitsITCase::outcome)
                .filteredOn("answered"::equals)
                .hasSize(3);
        assertThat(chat.calls()).as("nothing is paid for what is refused").hasSize(3);
    }

    @Test
    void refusesWhatADaysTokensDoNotCoverInTheNextJobToo(Flow flow) {
        RunningJob job = start(flow.set("query.limits.tokens-per-day", "1200")
                .set("query.evidence-tokens", "200")
                .set("chat.max-output-tokens", "50"));
        List<String> outcomes = new ArrayList<>();
        while (outcomes.size() < 100 && !outcomes.contains("rejected tokens-used-up")) {
            chat.replyNext(REPLY);
            outcomes.add(outcome(request(flow, "acme")));
        }
        int answered = outcomes.size() - 1;
        job.close();

        flow.query();
        JsonNode after = request(flow, "acme");
        JsonNode others = request(flow, "other");

        assertThat(outcomes.subList(0, answered)).isNotEmpty().containsOnly("answered");
        assertThat(outcomes.get(answered)).isEqualTo("rejected tokens-used-up");
        assertThat(outcome(after)).as("the next job remembers").isEqualTo("rejected tokens-used-up");
        assertThat(after.path("error").path("message").asText()).contains("query.limits.tokens-per-day");
        assertThat(outcome(others)).isEqualTo("answered");
        assertThat(chat.calls()).hasSize(answered + 1);
    }

    @Test
    void givesTheChatModelsCallUpWhenARequestsTimeIsOver(Flow flow) throws InterruptedException {
        start(flow.set("query.timeout", "2s").set("chat.timeout", "10m"));
        chat.failNext(Fault.hang());

        JsonNode answer = request(flow, "acme");

        assertThat(outcome(answer)).isEqualTo("failed timeout");
        assertThat(chat.awaitCalls(1, PATIENCE))
                .as("the server saw the client leave")
                .isTrue();
        assertThat(chat.calls()).extracting(StubCall::outcome).containsExactly(StubCall.Outcome.ABANDONED);
    }

    @Test
    void givesAReplyUpThatIsStreamedWhenTheRequestsTimeIsOver(Flow flow) throws InterruptedException {
        start(flow.set("query.timeout", "2s").set("chat.timeout", "10m").tellDeltas());
        chat.replyNext("Three swans and a heron near the weir [1].");
        chat.failNext(Fault.stalled());

        JsonNode answer = flow.request(
                        "\"type\": \"ask\", \"question\": \"How many geese?\", \"tenant\": \"acme\", \"deltas\": true")
                .json();

        assertThat(outcome(answer)).isEqualTo("failed timeout");
        assertThat(flow.deltas()
                        .await(delta -> delta.path("last").asBoolean())
                        .path("status")
                        .asText())
                .isEqualTo("failed");
        assertThat(chat.awaitCalls(1, PATIENCE))
                .as("the server saw the client leave")
                .isTrue();
        assertThat(chat.calls()).extracting(StubCall::outcome).containsExactly(StubCall.Outcome.ABANDONED);
    }

    private RunningJob start(Flow flow) {
        flow.set("chat.provider", "openai")
                .set("chat.model", "gpt-4o-mini")
                .set("chat.base-url", chat.baseUrl().toString());
        flow.ingest();
        for (String tenant : List.of("acme", "other")) {
            flow.documents().send(tenant, """
                    {"tenant": "%s", "text": "She kept forty geese near the weir."}""".formatted(tenant));
        }
        flow.index().await(points -> points.size() == 2);
        return flow.query();
    }

    private static JsonNode request(Flow flow, String tenant) {
        return flow.request(
                        "\"type\": \"ask\", \"question\": \"How many geese?\", \"tenant\": \"%s\"".formatted(tenant))
                .json();
    }

    private static void ask(Flow flow, String id, String tenant) {
        flow.requests().send(id, """
                {"type": "ask", "question": "How many geese?", "tenant": "%s"}""".formatted(tenant));
    }

    private static String outcome(JsonNode answer) {
        String status = answer.path("status").asText();
        JsonNode code = answer.path("error").path("code");
        return code.isMissingNode() ? status : status + " " + code.asText();
    }
}
