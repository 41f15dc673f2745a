package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.Schema;
import io.millrace.answer.Answer.Status;
import io.millrace.document.json.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AnswerDeltaJsonTest {
    private static final Schema SCHEMA = Schema.of("answer-delta");

    @Test
    void hasTheFieldsOfItsSchemaAndNoOthers() throws Exception {
        JsonNode last = json(new AnswerDelta("r", 3, "", false, Status.ANSWERED));
        JsonNode piece = json(new AnswerDelta("r", 0, "Sto", true, null));

        assertThat(Schema.names(last)).containsExactlyInAnyOrderElementsOf(SCHEMA.properties(""));
        assertThat(Schema.names(piece)).containsExactlyInAnyOrderElementsOf(SCHEMA.required(""));
    }

    @Test
    void namesEachStatusAsTheSchemaDoes() {
        assertThat(Arrays.stream(Status.values()).map(Status::wireName))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.allowed("/properties/status"));
    }

    @Test
    void writesWhatTheDeltaHolds() throws Exception {
        assertThat(json(new AnswerDelta("r", 0, "Sto", true, null))).isEqualTo(Json.MAPPER.readTree("""
                        {"id": "r", "sequence": 0, "text": "Sto", "restart": true, "last": false}"""));
        assertThat(json(new AnswerDelta("r", 3, "", false, Status.INSUFFICIENT_CONTEXT)))
                .isEqualTo(Json.MAPPER.readTree("""
                        {"id": "r", "sequence": 3, "text": "", "restart": false, "last": true,
                         "status": "insufficient-context"}"""));
    }

    @Test
    void writesHalvesOfCharactersToo() throws Exception {
        assertThat(json(new AnswerDelta("r", 0, "\uD83D", true, null))
                        .get("text")
                        .textValue())
                .isEqualTo("\uD83D");
    }

    private static JsonNode json(AnswerDelta delta) throws Exception {
        return Json.MAPPER.readTree(AnswerDeltaJson.encode(delta));
    }
}
