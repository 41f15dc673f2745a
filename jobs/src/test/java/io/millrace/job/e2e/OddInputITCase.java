package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is JSON and yet odd: it may be indexed or kept as a dead letter, and no job stops or starts again for it. */
@ExtendWith(EndToEnd.class)
class OddInputITCase {
    private static final String HALF = "\\ud83d";

    private Flow flow;
    private RunningJob ingest;
    private RunningJob query;

    @BeforeEach
    void start(Flow own) {
        flow = own;
        ingest = flow.ingest();
        query = flow.query();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": \"a\", \"text\": \"Cut off in mid-face " + HALF + "\"}",
                "{\"id\": \"a" + HALF + "\", \"text\": \"Whose?\"}",
                "{\"id\": \"a\", \"title\": \"" + HALF + "\", \"uri\": \"" + HALF + "\", \"text\": \"Titled.\"}",
                "{\"id\": \"a\", \"kind\": \"" + HALF + "\", \"text\": \"Of what kind?\"}",
                "{\"id\": \"a" + HALF + "\", \"text\": \" \"}",
                "{\"id\": \"a\", \"tenant\": \"" + HALF + "\", \"text\": \"Of which tenant?\"}",
                "{\"id\": \"a\", \"metadata\": {\"x\": \"" + HALF + "\", \"" + HALF + "\": 1}, \"text\": \"Met.\"}",
                "{\"id\": \"a\", \"metadata\": {\"x\": 1e999}, \"text\": \"Met.\"}",
                "{\"id\": \"a\", \"metadata\": {\"x\": 123456789012345678901234567890}, \"text\": \"Met.\"}",
                "{\"id\": \"a\", \"text\": \"Nothing: \\u0000 in it\", \"title\": \"\\u0000\"}",
                "{\"id\": \"a\", \"text\": \"Early.\", \"version\": -9223372036854775808}",
                "{\"id\": \"a\", \"text\": \"\\ufeff\\u200b\"}",
            })
    void takesADocument(String record) {
        flow.documents().send(null, record.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatBothGoOn();
    }
    
    @Test
    void takesADeeplyNestedDocument() {
        flow.documents().send("deep", "{\"text\": \"Deep.\", \"x\": " + "[".repeat(5000) + "]".repeat(5000) + "}");
        assertThatBothGoOn();
    }
    
    @Test
    void takesLongFields() {
        String l = "x".repeat(100_000);
        flow.documents().send("l1", Flow.object().put("title", l).put("text", "Long title").toString());
        flow.documents().send("l2", Flow.object().put("uri", l).put("text", "Long uri").toString());
        flow.documents().send("l3", Flow.object().put("tenant", l).put("text", "Long tenant").toString());
        flow.documents().send("l4" + l, Flow.object().put("text", "Long id").toString());
        var o = Flow.object().put("text", "Long meta"); o.putObject("metadata").put("x", l).put(l, 1);
        flow.documents().send("l5", o.toString());
        flow.documents().send("l6", Flow.object().put("text", l).toString());
        assertThatBothGoOn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": \"r" + HALF + "\", \"type\": \"search\", \"query\": \"q\"}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q" + HALF + "\"}",
                "{\"id\": \"r\", \"type\": \"" + HALF + "\", \"query\": \"q\"}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"tenant\": \"" + HALF + "\"}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"" + HALF + "\": \"x\"}}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"uri\": \"" + HALF + "\"}}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"kind\": 5}}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"version\": {\"gt\": 1e999}}}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"title\": {\"gt\": 5}}}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"version\": 1e30}}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"minScore\": 1e300}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"q\", \"minScore\": -1e300}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"\\u00a0\"}",
                "{\"id\": \"r\", \"type\": \"search\", \"query\": \"\\u0000\"}",
            })
    void answersARequest(String record) {
        flow.requests().send(null, record.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        System.out.println(record + "\n   -> " + flow.answers().await(1).get(0));
        assertThatBothGoOn();
    }

    private void assertThatBothGoOn() {
        flow.documents().send("good", "{\"text\": \"A good document.\"}");
        flow.index().await(points -> !flow.index().of("good").isEmpty());
        flow.index().points().values().forEach(p -> System.out.println("   " + (p.toString().length() > 500 ? p.toString().substring(0, 300) : p.payload().toString())));
        flow.deadLetters().values().forEach(p -> System.out.println("   dead " + p.toString().substring(0, Math.min(400, p.toString().length()))));
        assertThat(flow.request("\"type\": \"search\", \"query\": \"good document\"").found()).contains("good");
        assertThat(ingest.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(ingest.restarts() + query.restarts()).isZero();
    }
}
