package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recommendations, several questions in one request, and filters on words, over a handful of documents. */
@ExtendWith(EndToEnd.class)
class RequestTypesITCase {
    private static Flow flow;

    @BeforeAll
    static void start(Flow own) {
        flow = own;
        flow.set("qdrant.fields.text", "text").set("qdrant.fields.metadata.notes", "text");
        flow.ingest();
        flow.query();
        flow.documents().send("a", """
                {"tenant": "north", "text": "A mill for barley.",
                 "metadata": {"notes": ["Built of oak.", "Sold in 1850"]}}""");
        flow.documents().send("b", """
                {"tenant": "north", "text": "A mill for barley and wheat.", "metadata": {"notes": "Oak and iron"}}""");
        flow.documents().send("c", "{\"tenant\": \"north\", \"text\": \"The committee met on Tuesday.\"}");
        flow.documents().send("d", "{\"tenant\": \"south\", \"text\": \"A mill for barley and rye.\"}");
        flow.index().await(points -> points.size() == 4);
    }

    @Test
    void recommendsWhatIsLikeADocumentAndNotTheDocument() {
        var answered = recommended("\"positive\": [{\"documentId\": \"a\"}]");

        assertThat(answered.json().path("status").asText()).isEqualTo("answered");
        assertThat(answered.found()).containsExactly("b", "c");
        assertThat(answered.json().at("/results/0/marker").asInt()).isEqualTo(1);
    }

    @Test
    void recommendsByAChunkATextAndAwayFromOthers() {
        assertThat(recommended("\"positive\": [{\"chunkId\": \"%s\"}]".formatted(chunkOf("north", "a")))
                        .found())
                .containsExactly("b", "c");
        assertThat(recommended("""
                        "positive": [{"text": "The committee meets."}], "negative": [{"documentId": "a"}],
                        "strategy": "sum_scores", "topK": 1""").found()).containsExactly("c");
        assertThat(recommended("""
                        "positive": [{"text": "A mill for barley."}], "strategy": "best_score", "onePerDocument": true,
                        "filter": {"not": {"documentId": "a"}}""").found()).containsExactly("b", "c");
    }

    @Test
    void doesNotTellAnotherTenantsExampleFromOneThatIsNotThere() {
        String gone = "00000000-0000-5000-8000-000000000000";
        String others = chunkOf("south", "d");

        JsonNode unknown = recommended(
                        "\"positive\": [{\"documentId\": \"gone\"}, {\"chunkId\": \"%s\"}]".formatted(gone))
                .json();
        JsonNode hidden = recommended(
                        "\"positive\": [{\"documentId\": \"d\"}, {\"chunkId\": \"%s\"}]".formatted(others))
                .json();

        assertThat(unknown.path("status").asText()).isEqualTo("rejected");
        assertThat(unknown.at("/error/code").asText()).isEqualTo("unknown-example");
        assertThat(unknown.at("/error/message").asText())
                .startsWith("Unknown examples: documentId 'gone', chunkId '%s'.".formatted(gone));
        assertThat(hidden.path("error").toString())
                .isEqualTo(unknown.path("error")
                        .toString()
                        .replace("'gone'", "'d'")
                        .replace(gone, others));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"type\": \"recommend\" | missing-examples",
                "\"type\": \"recommend\", \"positive\": [7] | invalid-example",
                "\"type\": \"recommend\", \"positive\": [{\"text\": \"x\"}], \"mode\": \"hybrid\" | not-for-recommend",
                "\"type\": \"recommend\", \"positive\": [{\"text\": \"x\"}], \"query\": \"q\" | not-for-recommend",
                "\"type\": \"recommend\", \"positive\": [{\"text\": \"x\"}], \"filter\": {\"year\": 1} |"
                        + " unknown-filter-field",
                "\"type\": \"ask\", \"questions\": [] | invalid-questions",
                "\"type\": \"ask\", \"questions\": [\"q\"], \"question\": \"q\" | not-for-batches",
                "\"type\": \"search\", \"query\": \"q\", \"filter\": {\"text\": {\"text\": \"?\"}} | invalid-filter",
                "\"type\": \"search\", \"query\": \"q\", \"filter\": {\"kind\": {\"text\": \"document\"}} |"
                        + " filter-type-mismatch",
            })
    void refusesWhatCannotBe(String fields, String code) {
        JsonNode answer = flow.request(fields).json();

        assertThat(answer.path("status").asText()).isEqualTo("rejected");
        assertThat(answer.at("/error/code").asText()).isEqualTo(code);
    }

    @Test
    void answersEachQuestionOfABatchInOneAnswer() {
        JsonNode answer = flow.request("""
                        "type": "ask", "tenant": "north",
                        "questions": ["what is the mill for", 7, "when did the committee meet", " "]""").json();

        assertThat(answer.path("status").asText()).isEqualTo("answered");
        assertThat(texts(answer, "status")).containsExactly("answered", "rejected", "answered", "rejected");
        assertThat(texts(answer, "question"))
                .containsExactly("what is the mill for", "", "when did the committee meet", "");
        assertThat(answer.at("/answers/0/answer").asText()).contains("mill").contains("[1]");
        assertThat(answer.at("/answers/2/citations/0/documentId").asText()).isEqualTo("c");
        assertThat(answer.at("/answers/1/error/code").asText()).isEqualTo("wrong-type");
        assertThat(answer.at("/answers/3/error/code").asText()).isEqualTo("missing-question");
        assertThat(answer.at("/usage/embedding/requests").asInt()).isEqualTo(2);
    }

    @Test
    void searchesForEachQuestionOfABatch() {
        JsonNode answer = flow.request("""
                        "type": "search", "mode": "dense", "topK": 1,
                        "questions": ["barley and rye", "a committee"]""").json();

        assertThat(answer.at("/answers/0/results/0/documentId").asText()).isEqualTo("d");
        assertThat(answer.at("/answers/1/results/0/documentId").asText()).isEqualTo("c");
        assertThat(answer.path("results")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"text\": {\"text\": \"BARLEY\"}} | a, b, d",
                "{\"text\": {\"text\": \"wheat, barley\"}} | b",
                "{\"text\": {\"text\": \"barl\"}} | ~~",
                "{\"metadata.notes\": {\"text\": \"oak\"}} | a, b",
                "{\"metadata.notes\": {\"text\": \"oak 1850\"}} | a",
                "{\"not\": {\"metadata.notes\": {\"text\": \"oak\"}}} | c, d",
            })
    void findsByWords(String filter, String documents) {
        assertThat(flow.request("\"type\": \"search\", \"query\": \"mill\", \"mode\": \"dense\", \"filter\": " + filter)
                        .found())
                .containsExactlyInAnyOrderElementsOf(
                        documents.isEmpty() ? List.of() : List.of(documents.split(", ", -1)));
    }

    private static Flow.Answered recommended(String fields) {
        return flow.request("\"type\": \"recommend\", \"tenant\": \"north\", " + fields);
    }

    private static String chunkOf(String tenant, String documentId) {
        return flow.request(
                        "\"type\": \"search\", \"query\": \"mill\", \"tenant\": \"%s\", \"filter\": {\"documentId\": \"%s\"}"
                                .formatted(tenant, documentId))
                .json()
                .at("/results/0/chunkId")
                .asText();
    }

    private static List<String> texts(JsonNode answer, String field) {
        List<String> texts = new ArrayList<>();
        answer.path("answers").forEach(each -> texts.add(each.path(field).asText()));
        return texts;
    }
}
