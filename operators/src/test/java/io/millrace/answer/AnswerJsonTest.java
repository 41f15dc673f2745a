package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Schema;
import io.millrace.answer.Answer.Status;
import io.millrace.document.json.Json;
import io.millrace.failure.Reason;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import io.millrace.usage.Usage;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {
    private static final Schema SCHEMA = Schema.of("answer");
    private static final Citation FULL = new Citation(
            1,
            "d",
            "id",
            "https://d",
            "T",
            List.of("H"),
            "quoted",
            3,
            9,
            2,
            0.5,
            "{\"year\":2026,\"tags\":[\"a\"]}",
            "around");
    private static final Citation LEAST =
            new Citation(2, "d", "id", null, null, List.of(), "quoted", 3, 9, null, 0.5, "{}");

    @Test
    void hasTheFieldsOfItsSchemaAndNoOthers() throws Exception {
        JsonNode json = json(full());

        assertThat(Schema.names(json)).containsExactlyInAnyOrderElementsOf(SCHEMA.properties(""));
        assertThat(Schema.names(json.at("/citations/0")))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.properties("/$defs/citation"));
        assertThat(Schema.names(json.at("/answers/0")))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.properties("/properties/answers/items"));
        assertThat(Schema.names(json.at("/reused")))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.properties("/properties/reused"));
        assertThat(Schema.names(json.at("/error")))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.properties("/$defs/reason"));
        assertThat(Schema.names(priced().at("/usage/chat")))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.properties("/properties/usage/additionalProperties"));
    }

    @Test
    void saysWhatAModelCostsThatHasAPrice() throws Exception {
        // 2 tokens read and 3 written.
        assertThat(priced().at("/usage/chat/cost"))
                .isEqualTo(Json.MAPPER.readTree("{\"amount\": 0.000000023, \"currency\": \"USD\"}"));
        assertThat(json(full()).at("/usage/chat").has("cost")).isFalse();
    }

    @Test
    void alwaysHasTheFieldsThatTheSchemaRequires() throws Exception {
        JsonNode refused = json(Answer.without("r", Status.REJECTED, new Reason("c", "m")));
        JsonNode citation = json(full()).at("/citations/1");

        assertThat(Schema.names(refused)).containsAll(SCHEMA.required(""));
        assertThat(Schema.names(refused.get("error"))).containsAll(SCHEMA.required("/$defs/reason"));
        assertThat(Schema.names(citation)).containsExactlyInAnyOrderElementsOf(SCHEMA.required("/$defs/citation"));
    }

    @Test
    void namesEachStatusAsTheSchemaDoes() {
        assertThat(Arrays.stream(Status.values()).map(Status::wireName))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.allowed("/properties/status"));
        assertThat(List.of(ChatAnswerer.STYLE, ExtractiveAnswerer.STYLE))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.allowed("/properties/style"));
    }

    @Test
    void writesWhatTheAnswerHolds() throws Exception {
        assertThat(json(full())).isEqualTo(Json.MAPPER.readTree("""
                        {"id": "r", "status": "answered", "answer": "Yes [1].", "style": "generated",
                         "citations": [
                           {"marker": 1, "documentId": "d", "chunkId": "id", "uri": "https://d", "title": "T",
                            "headings": ["H"], "text": "quoted", "start": 3, "end": 9, "page": 2, "score": 0.5,
                            "metadata": {"year": 2026, "tags": ["a"]}, "context": "around"},
                           {"marker": 2, "documentId": "d", "chunkId": "id", "headings": [], "text": "quoted",
                            "start": 3, "end": 9, "score": 0.5, "metadata": {}}],
                         "results": [], "models": {"chat": "m"},
                         "usage": {"chat": {"requests": 1, "inputTokens": 2, "outputTokens": 3}},
                         "timings": {"total": 1.5}, "error": {"code": "c", "message": "m"},
                         "question": "Q?", "notices": [{"code": "n", "message": "o"}],
                         "reused": {"requestId": "r0", "similarity": 0.98},
                         "answers": [
                           {"question": "A?", "status": "answered", "answer": "Yes [1].", "style": "generated",
                            "citations": [
                              {"marker": 2, "documentId": "d", "chunkId": "id", "headings": [], "text": "quoted",
                               "start": 3, "end": 9, "score": 0.5, "metadata": {}}],
                            "results": [], "error": {"code": "c", "message": "m"},
                            "notices": [{"code": "n", "message": "o"}],
                            "reused": {"requestId": "r0", "similarity": 0.98}},
                           {"status": "rejected", "citations": [], "results": [],
                            "error": {"code": "c", "message": "m"}}]}"""));
    }

    @Test
    void writesHalvesOfCharactersToo() throws Exception {
        Answer odd = Answer.without("r\uD800", Status.REJECTED, new Reason("c", "Unknown type '\uDC00'"));

        assertThat(json(odd).get("id").textValue()).isEqualTo("r\uD800");
    }

    private static Answer full() {
        return new Answer(
                "r",
                Status.ANSWERED,
                "Yes [1].",
                "generated",
                List.of(FULL, LEAST),
                List.of(),
                Map.of("chat", "m"),
                Map.of("chat", new Usage(1, 2, 3)),
                Map.of("total", 1.5),
                new Reason("c", "m"),
                "Q?",
                List.of(new Reason("n", "o")),
                new Answer.Reused("r0", 0.98),
                List.of(
                        new QuestionAnswer(
                                "A?",
                                Status.ANSWERED,
                                "Yes [1].",
                                "generated",
                                List.of(LEAST),
                                List.of(),
                                new Reason("c", "m"),
                                List.of(new Reason("n", "o")),
                                new Answer.Reused("r0", 0.98)),
                        QuestionAnswer.of(null, Answer.without("r", Status.REJECTED, new Reason("c", "m")))));
    }

    private static JsonNode json(Answer answer) throws Exception {
        // Through text: numbers that are equal then have one type.
        return Json.MAPPER.readTree(
                Json.MAPPER.readTree(AnswerJson.encode(answer)).toString());
    }

    private static JsonNode priced() throws Exception {
        PriceTable prices =
                new PriceTable("USD", LocalDate.of(2026, 11, 22), Map.of("m", Price.parse("0.001 / 0.007")));
        return Json.MAPPER.readTree(AnswerJson.encode(full(), prices));
    }
}
