package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRequest;
import io.millrace.job.e2e.PlayedChat.Act;
import io.millrace.job.e2e.PlayedChat.Heard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reranker and a chat model that are down, slow, of the wrong shape, empty, refusing or over a limit: each request gets
 * one answer all the same. All faults are met at once, by one job; each question names its own. What a person must mend
 * (a wrong key, no balance) isn't among them: it stops the job.
 */
@ExtendWith(EndToEnd.class)
class FaultsITCase {
    private static final String REPLY = "The mill grinds barley [1].";
    private static final String NONE = "none";

    /** What the chat model does, by the word in the question that orders it, and what comes of it. */
    private static final Map<String, ChatFault> CHAT = new LinkedHashMap<>();

    /** The same of the reranker, with the code of the notice. */
    private static final Map<String, RerankFault> RERANK = new LinkedHashMap<>();

    private record ChatFault(Act act, String status, String code) {
        /** What failed in passing is tried again; where the machine is busy, the request's time is over during a call. */
        List<String> codes() {
            return status.equals("failed") ? List.of(code, "timeout") : List.of(code);
        }
    }

    private record RerankFault(Function<PlayedRerank, StubReply> act, String code) {
        /** As of a chat model. */
        List<String> codes() {
            return code.equals("rerank-failed") ? List.of(code, "rerank-timeout") : List.of(code);
        }
    }

    static {
        chat("chatdrops", new Act.Drops(false), "failed", "connection-failed");
        chat("chatbreaks", new Act.Drops(true), "failed", "unreadable-reply");
        chat("chat500", PlayedChat.error(500, "server_error"), "failed", "unavailable");
        chat("chat503", PlayedChat.answers(503, ""), "failed", "unavailable");
        chat("chathangs", new Act.Hangs(false), "failed", "timed-out");
        chat("chatstalls", new Act.Hangs(true), "failed", "timed-out");
        chat("chatobject", PlayedChat.answers(200, "{\"hello\": \"world\"}"), "failed", "unreadable-reply");
        chat("chathtml", PlayedChat.answers(200, "<html>It works!</html>"), "failed", "unreadable-reply");
        chat("chatarray", PlayedChat.answers(200, "[]"), "failed", "unreadable-reply");
        chat("chatnothing", PlayedChat.answers(200, ""), "failed", "unreadable-reply");
        chat("chatblank", PlayedChat.says("  "), "failed", "no-reply");
        chat("chatrefuses", new Act.Refuses("I can't help with that."), "failed", "no-reply");
        chat("chatfilters", new Act.Says("", "content_filter"), "failed", "no-reply");
        chat("chatpolicy", PlayedChat.error(400, "content_policy_violation"), "rejected", "content-policy-violation");
        chat("chatbusy", PlayedChat.error(429, "rate_limit_exceeded"), "failed", "rate-limited");
        chat("chatlater", new Act.Answers(429, "3600", "{\"error\": {}}"), "failed", "rate-limited");
        chat("chatcontext", PlayedChat.error(400, "context_length_exceeded"), "rejected", "context-length-exceeded");
        chat("chatsilent", new Act.Says("", "length"), "failed", "no-reply");
        chat("chatuncited", PlayedChat.says("I should think barley."), "insufficient-context", "insufficient-context");

        rerank("rankhangs", PlayedRerank::hang, "rerank-timeout");
        rerank("rank500", 500, "{\"error\": \"out\"}", "rerank-failed");
        rerank("rank503", 503, "", "rerank-failed");
        rerank("rankobject", 200, "{\"hello\": \"world\"}", "rerank-failed");
        rerank("rankhtml", 200, "<html>It works!</html>", "rerank-failed");
        rerank("rankshort", 200, "[{\"index\": 0, \"score\": 1}]", "rerank-failed");
        rerank("ranktwice", 200, scores("{\"index\": 0, \"score\": 1}"), "rerank-failed");
        rerank("rankwords", 200, scores("{\"index\": 2, \"score\": \"high\"}"), "rerank-failed");
        rerank("rankelsewhere", 200, scores("{\"index\": 7, \"score\": 1}"), "rerank-failed");
        rerank("ranknothing", 200, "", "rerank-failed");
        rerank("ranklist", 200, "[]", "rerank-failed");
        rerank("rank422", 422, "{\"error\": \"refused\", \"error_type\": \"Validation\"}", "rerank-rejected");
        rerank("rank413", 413, "length limit exceeded", "rerank-rejected");
        rerank("rank429", 429, "{\"error\": \"Model is overloaded\"}", "rerank-failed");
        rerank("ranklater", model -> new StubReply(429, Map.of("Retry-After", "3600"), "{}"), "rerank-failed");
        rerank(
                "rankdrops",
                model -> {
                    throw new IllegalStateException("this ends the connection");
                },
                "rerank-failed");
    }

    private static final PlayedChat MODEL = new PlayedChat(FaultsITCase::act);
    private static final PlayedRerank RERANKER = new PlayedRerank(FaultsITCase::rerank);
    private static final Map<String, JsonNode> ANSWERS = new LinkedHashMap<>();
    private static Flow flow;
    private static RunningJob job;

    @BeforeAll
    static void askEverythingAtOnce(Flow own) {
        flow = own.tellDeltas();
        MODEL.answersFor(flow);
        flow.set("chat.timeout", "2s")
                .set("query.timeout", "8s")
                .set("rerank.provider", "tei")
                .set("rerank.base-url", RERANKER.baseUrl().toString())
                .set("rerank.timeout", "2s");
        flow.ingest();
        flow.documents().send("exact", "{\"text\": \"Which mill grinds barley?\"}");
        flow.documents().send("near", "{\"text\": \"A mill grinds wheat.\"}");
        flow.documents().send("far", "{\"text\": \"The committee met on Tuesday about the mill.\"}");
        flow.index().await(points -> points.size() == 3);
        job = flow.query();
        awaitWarmth();
        for (String id : ids().toList()) {
            flow.requests().send(id, """
                    {"type": "%s", "question": "Which mill grinds barley? %s", "deltas": %s}""".formatted(
                            id.startsWith("search") ? "search" : "ask", fault(id), id.startsWith("streamed")));
        }
        for (String id : ids().toList()) {
            ANSWERS.put(
                    id,
                    flow.answers().await(answer -> answer.path("id").asText().equals(id)));
        }
    }

    @AfterAll
    static void closeTheModels() {
        MODEL.close();
        RERANKER.close();
    }

    /** The first calls load classes and token counters, which may take longer than a call is given here. */
    private static void awaitWarmth() {
        var unused = Await.until(
                () -> flow.request("\"type\": \"ask\", \"question\": \"Which mill?\", \"deltas\": true")
                        .json(),
                answer -> answer.path("status").asText().equals("answered") && !answer.has("notices"));
    }

    @ParameterizedTest
    @MethodSource("ofTheChatModel")
    void aChatModelsFaultGivesAnAnswerThatSaysWhatWentWrong(String id) {
        JsonNode answer = of(ANSWERS, id);

        ChatFault fault = of(CHAT, fault(id));
        assertThat(answer.path("status").asText()).isEqualTo(fault.status());
        assertThat(answer.at("/error/code").asText()).isIn(fault.codes());
        assertThat(answer.has("answer")).isFalse();
        assertThat(answer.path("citations")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ofTheReranker")
    void aRerankersFaultCostsItsOrderAndTheAnswerSaysSo(String id) {
        JsonNode answer = of(ANSWERS, id);

        assertThat(answer.path("status").asText()).isEqualTo("answered");
        assertThat(answer.at("/notices/0/code").asText())
                .isIn(of(RERANK, fault(id)).codes());
        assertThat(answer.path("models").has("rerank")).isFalse();
        if (id.startsWith("search")) {
            assertThat(answer.path("results").findValuesAsText("documentId")).containsExactly("exact", "near", "far");
        } else {
            assertThat(answer.path("answer").asText()).isEqualTo(REPLY);
            assertThat(answer.at("/citations/0/documentId").asText()).isEqualTo("exact");
        }
    }

    @Test
    void withoutAFaultTheRerankersOrderIsTheAnswers() {
        JsonNode search = of(ANSWERS, "search-none");

        assertThat(search.path("results").findValuesAsText("documentId")).containsExactly("far", "near", "exact");
        assertThat(search.path("models").has("rerank")).isTrue();
        assertThat(search.has("notices")).isFalse();
        for (String id : List.of("plain-none", "streamed-none")) {
            assertThat(of(ANSWERS, id).path("answer").asText()).isEqualTo(REPLY);
            assertThat(of(ANSWERS, id).at("/citations/0/documentId").asText()).isEqualTo("far");
        }
    }

    @Test
    void anAnswerThatTheModelCouldNotFinishSaysSo() {
        for (String id : List.of("plain-chatcut", "streamed-chatcut")) {
            JsonNode answer = of(ANSWERS, id);
            assertThat(answer.path("status").asText()).isEqualTo("answered");
            assertThat(answer.path("answer").asText()).isEqualTo("The mill grinds [1] bar");
            assertThat(answer.path("notices")).isEqualTo(Flow.json("""
                    [{"code": "cut-off", "message": "the answer ends where it ran into the limit of 1024 tokens \
                    (chat.max-output-tokens)"}]"""));
        }
    }

    @Test
    void everyRequestGetsOneAnswerAndEveryStreamOneEnd() {
        List<String> streamed = ids().filter(id -> id.startsWith("streamed")).toList();
        flow.deltas()
                .await(delta -> delta.path("id").asText().equals(streamed.get(streamed.size() - 1))
                        && delta.path("last").asBoolean());
        for (String id : ids().toList()) {
            assertThat(flow.answers().values().stream()
                            .filter(answer -> answer.path("id").asText().equals(id)))
                    .as(id)
                    .hasSize(1);
        }
        List<JsonNode> deltas = flow.deltas().values();
        for (String id : streamed) {
            assertThat(deltas.stream()
                            .filter(delta -> delta.path("id").asText().equals(id)
                                    && delta.path("last").asBoolean()))
                    .extracting(delta -> delta.path("status").asText())
                    .as(id)
                    .containsExactly(of(ANSWERS, id).path("status").asText());
        }
        System.out.printf(
                "FAULTS %d requests, %d faults of the chat model each whole and streamed, %d of the reranker: answers missing 0,"
                        + " double 0, restarts %d%n",
                ANSWERS.size(), CHAT.size(), RERANK.size(), job.restarts());
    }

    @Test
    void noFaultStopsTheJob() {
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).isZero();
        assertThat(flow.deadLetters().values()).isEmpty();
    }

    private static void chat(String word, Act act, String status, String code) {
        CHAT.put(word, new ChatFault(act, status, code));
    }

    private static void rerank(String word, Function<PlayedRerank, StubReply> act, String code) {
        RERANK.put(word, new RerankFault(act, code));
    }

    private static void rerank(String word, int status, String body, String code) {
        rerank(word, model -> new StubReply(status, body), code);
    }

    /** Scores for all three documents, of which the last is as given. */
    private static String scores(String last) {
        return "[{\"index\": 0, \"score\": 0.5}, {\"index\": 1, \"score\": 0.4}, %s]".formatted(last);
    }

    /** A chat model in its right mind where the fault is the reranker's, and the other way round. */
    private static Act act(Heard heard) {
        String word = heard.last().substring(heard.last().lastIndexOf(' ') + 1);
        if (word.equals("chatcut")) {
            return new Act.Says("The mill grinds [1] bar", "length");
        }
        ChatFault fault = CHAT.get(word);
        return fault == null ? PlayedChat.says(REPLY) : fault.act();
    }

    private static StubReply rerank(PlayedRerank model, StubRequest request) {
        String query = request.body().path("query").asText();
        RerankFault fault = RERANK.get(query.substring(query.lastIndexOf(' ') + 1));
        return fault == null ? PlayedRerank.reversed(request) : fault.act().apply(model);
    }

    private static <T> T of(Map<String, T> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static String fault(String id) {
        return id.substring(id.indexOf('-') + 1);
    }

    static Stream<String> ofTheChatModel() {
        return CHAT.keySet().stream().flatMap(fault -> Stream.of("plain-" + fault, "streamed-" + fault));
    }

    static Stream<String> ofTheReranker() {
        return RERANK.keySet().stream()
                .flatMap(fault -> Stream.of("plain-" + fault, "streamed-" + fault, "search-" + fault));
    }

    private static Stream<String> ids() {
        List<String> ids = new ArrayList<>();
        for (String fault : List.of(NONE, "chatcut")) {
            ids.add("plain-" + fault);
            ids.add("streamed-" + fault);
            ids.add("search-" + fault);
        }
        ofTheChatModel().forEach(ids::add);
        ofTheReranker().forEach(ids::add);
        return ids.stream();
    }
}
