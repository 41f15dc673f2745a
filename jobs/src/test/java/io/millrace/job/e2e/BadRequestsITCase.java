package io.millrace.job.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused: each gets an answer that says why, and the job lives. */
@ExtendWith(EndToEnd.class)
class BadRequestsITCase {
    private static final String FIELDS =
            "contentType, documentId, ingestedAt, kind, metadata.year, revision, source, tenant,"
                    + " title, uri, version. Metadata fields are declared under qdrant.fields";

    private static Flow flow;

    @BeforeAll
    static void start(Flow own) {
        flow = own;
        flow.set("qdrant.fields.metadata.year", "integer");
        flow.ingest();
        flow.query();
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        flow.index().await(points -> points.size() == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"type\": \"dance\", \"query\": \"q\" | unknown-type | Unknown request type 'dance'. Known: ask, search, recommend",
                "\"query\": \"q\" | unknown-type | a request must have a 'type'. Known: ask, search, recommend",
                "\"type\": 1, \"query\": \"q\" | wrong-type | 'type' must be a string, got number",
                "\"type\": \"ask\" | missing-question | a request must have a non-blank 'question' (or 'query')",
                "\"type\": \"ask\", \"question\": \" \" | missing-question | a request must have a non-blank 'question'"
                        + " (or 'query')",
                "\"type\": \"ask\", \"question\": [\"q\"] | wrong-type | 'question' must be a string, got array",
                "\"type\": \"search\", \"query\": \"q\", \"topK\": -1 | invalid-top-k | 'topK' must be from 1 to 100"
                        + " (query.max-top-k), got -1",
                "\"type\": \"search\", \"query\": \"q\", \"topK\": 101 | invalid-top-k | 'topK' must be from 1 to 100"
                        + " (query.max-top-k), got 101",
                "\"type\": \"search\", \"query\": \"q\", \"topK\": \"5\" | wrong-type | 'topK' must be a 64-bit integer,"
                        + " got string",
                "\"type\": \"search\", \"query\": \"q\", \"minScore\": \"high\" | wrong-type | 'minScore' must be a"
                        + " number, got string",
                "\"type\": \"search\", \"query\": \"q\", \"filter\": 5 | invalid-filter | 'filter' must be an object of"
                        + " fields and conditions, got number",
                "\"type\": \"search\", \"query\": \"q\", \"filter\": {\"metadata.year\": {\"above\": 5}} | invalid-filter"
                        + " | 'filter.metadata.year' must be gt, gte, lt, lte, anyOf or text, got 'above'",
                "\"type\": \"search\", \"query\": \"q\", \"filter\": {\"metadata.colour\": \"red\"} |"
                        + " unknown-filter-field | Unknown filter field 'metadata.colour'. Known: " + FIELDS,
                "\"type\": \"search\", \"query\": \"q\", \"filter\": {\"year\": 5} | unknown-filter-field | Unknown"
                        + " filter field 'year'. Known: " + FIELDS,
                "\"type\": \"ask\", \"question\": \"And then?\", \"conversation\": [] | wrong-type |"
                        + " 'conversation' must be a string, got array",
                "\"type\": \"search\", \"query\": \"q\", \"groups\": [\"staff\"] | groups-off | 'groups' can't be given"
                        + " here: no field says who may see a document (tenancy.groups-field)",
                "\"type\": \"search\", \"query\": \"q\", \"mode\": \"fuzzy\" | unknown-mode | Unknown search mode 'fuzzy'."
                        + " Known: auto, dense, sparse, hybrid",
            })
    void refusesARequest(String fields, String code, String message) {
        var answered = flow.request(fields);

        assertThat(answered.json()).isEqualTo(rejected(answered.id(), code, message));
        assertThatAGoodRequestFollows();
    }

    @Test
    void refusesAQuestionThatIsTooLong() {
        var answered = flow.request("\"type\": \"ask\", \"question\": \"%s\"".formatted("why ".repeat(2001)));

        assertThat(answered.json())
                .isEqualTo(rejected(
                        answered.id(),
                        "question-too-long",
                        "'question' must have at most 8000 characters (query.max-question-length), got 8004"));
        assertThatAGoodRequestFollows();
    }

    @Test
    void answersARequestWithoutAnIdByItsPlaceInTheTopic() {
        flow.requests().send((String) null, "{\"type\": \"search\", \"query\": \"nameless\"}");

        JsonNode answer =
                flow.answers().await(each -> each.at("/error/code").asText().equals("missing-id"));

        assertThat(answer.path("id").asText()).matches(flow.requests().name() + "-[01]@\\d+");
        assertThat(answer)
                .isEqualTo(rejected(
                        answer.path("id").asText(),
                        "missing-id",
                        "a request must have a non-blank 'id', or a record key"));
        assertThatAGoodRequestFollows();
    }

    @Test
    void refusesAndKeepsWhatIsNotJson() {
        flow.requests().send("broken", "{\"type\": \"ask\", ");

        String message = "the record isn't JSON: syntax error at line 1, column 17";
        assertThat(flow.answers().await(answer -> answer.path("id").asText().equals("broken")))
                .isEqualTo(rejected("broken", "malformed-json", message));
        JsonNode letter = deadLetter("broken");
        assertThat(letter.path("stage").asText()).isEqualTo("request");
        assertThat(letter.path("record").asText()).isEqualTo("{\"type\": \"ask\", ");
        assertThat(letter.at("/reason/message").asText()).isEqualTo(message);
        assertThatAGoodRequestFollows();
    }

    @Test
    void refusesAndKeepsWhatIsNotUtf8() {
        byte[] record = "{\"question\": \"caf\u00e9\"}".getBytes(ISO_8859_1);
        flow.requests().send("latin", record);

        String message = "the record isn't UTF-8: invalid byte at 17";
        assertThat(flow.answers().await(answer -> answer.path("id").asText().equals("latin")))
                .isEqualTo(rejected("latin", "invalid-utf-8", message));
        JsonNode letter = deadLetter("latin");
        assertThat(Base64.getDecoder().decode(letter.path("recordBase64").asText()))
                .isEqualTo(record);
        assertThatAGoodRequestFollows();
    }

    private static JsonNode deadLetter(String key) {
        return flow.deadLetters()
                .await(letter -> letter.path("documentId").asText().equals(key));
    }

    private static void assertThatAGoodRequestFollows() {
        assertThat(flow.request("\"type\": \"search\", \"query\": \"mill\", \"filter\": {\"metadata.year\": null}")
                        .found())
                .containsExactly("mill");
    }

    private static JsonNode rejected(String id, String code, String message) {
        var answer = Flow.object().put("id", id).put("status", "rejected");
        answer.putArray("citations");
        answer.putArray("results");
        answer.putObject("models");
        answer.putObject("usage");
        answer.putObject("timings");
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }
}
