package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Input that is JSON and yet odd: no job stops or starts again for it. */
@ExtendWith(EndToEnd.class)
class OddInputITCase {
    /** The first half of a character of two UTF-16 units, as a text has it that was cut off in mid-character. */
    private static final String HALF = "\\ud83d";

    @Test
    void takesOddDocuments(Flow flow) {
        RunningJob job = flow.ingest();
        String longest = "x".repeat(100_000);
        List<String> records = List.of(
                "{\"id\": \"cut\", \"text\": \"Cut off in mid-face " + HALF + "\"}",
                "{\"id\": \"half" + HALF + "\", \"text\": \"Whose?\"}",
                "{\"id\": \"titled\", \"title\": \"" + HALF + "\", \"uri\": \"" + HALF + "\", \"text\": \"Titled.\"}",
                "{\"id\": \"owned\", \"tenant\": \"" + HALF + "\", \"text\": \"Of which tenant?\"}",
                "{\"id\": \"zero\", \"title\": \"\\u0000\", \"text\": \"Nothing: \\u0000 in it\"}",
                "{\"id\": \"early\", \"version\": -9223372036854775808, \"text\": \"Early.\"}",
                "{\"id\": \"vast\", \"metadata\": {\"x\": 123456789012345678901234567890}, \"text\": \"Vast.\"}",
                "{\"id\": \"long-title\", \"title\": \"" + longest + "\", \"text\": \"A long title.\"}",
                "{\"id\": \"long-uri\", \"uri\": \"" + longest + "\", \"text\": \"A long URI.\"}",
                "{\"id\": \"long-id" + longest + "\", \"text\": \"A long id.\"}",
                "{\"id\": \"long-word\", \"text\": \"" + longest + "\"}");

        records.forEach(record -> flow.documents().send(null, record.getBytes(UTF_8)));
        flow.documents().send("kind", "{\"kind\": \"" + HALF + "\", \"text\": \"Of what kind?\"}");
        flow.documents().send("deep", "{\"text\": \"Deep.\", \"x\": " + "[".repeat(5000) + "]".repeat(5000) + "}");
        flow.documents().send("endless", "{\"text\": \"Endless.\", \"metadata\": {\"x\": 1e999}}");

        flow.index()
                .await(points -> points.values().stream()
                                .map(point -> point.text("documentId"))
                                .distinct()
                                .count()
                        == records.size());
        assertThat(flow.index().of("cut"))
                .extracting(point -> point.text("text"))
                .containsExactly("Cut off in mid-face \ufffd");
        assertThat(flow.deadLetters().await(3))
                .extracting(letter -> letter.path("documentId").asText())
                .containsExactlyInAnyOrder("kind", "deep", "endless");
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).isZero();
    }

    @Test
    void answersOddRequests(Flow flow) {
        flow.ingest();
        RunningJob job = flow.query();
        List<String> records = List.of(
                "{\"id\": \"half" + HALF + "\", \"type\": \"search\", \"query\": \"q\"}",
                "{\"id\": \"cut\", \"type\": \"search\", \"query\": \"q" + HALF + "\"}",
                "{\"id\": \"type\", \"type\": \"" + HALF + "\", \"query\": \"q\"}",
                "{\"id\": \"tenant\", \"type\": \"search\", \"query\": \"q\", \"tenant\": \"" + HALF + "\"}",
                "{\"id\": \"field\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"" + HALF + "\": \"x\"}}",
                "{\"id\": \"value\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"uri\": \"" + HALF + "\"}}",
                "{\"id\": \"vast\", \"type\": \"search\", \"query\": \"q\", \"filter\": {\"version\": {\"gt\": 1e999}}}",
                "{\"id\": \"high\", \"type\": \"search\", \"query\": \"q\", \"minScore\": 1e300}",
                "{\"id\": \"low\", \"type\": \"search\", \"query\": \"q\", \"minScore\": -1e300}",
                "{\"id\": \"zero\", \"type\": \"search\", \"query\": \"\\u0000\"}");

        records.forEach(record -> flow.requests().send(null, record.getBytes(UTF_8)));

        assertThat(flow.answers().await(records.size())).hasSize(records.size());
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).isZero();
    }
}
