package io.millrace.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.answer.Answer.Status;
import io.millrace.document.json.Json;
import io.millrace.failure.Reason;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import io.millrace.usage.Usage;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final Answer REFUSED = Answer.without("r", Status.REJECTED, new Reason("c", "m"));

    @Test
    void readsBackWhatWasWritten() {
        for (int seed = 0; seed < 2_000; seed++) {
            Answer answer = RandomAnswer.of(new Random(seed));

            assertThat(AnswerJson.decode(AnswerJson.encode(answer)))
                    .as("seed %d", seed)
                    .isEqualTo(answer);
        }
    }

    @Test
    void readsBackHalvesOfCharactersAndReasonsThatWereCut() {
        Answer odd = Answer.without("r\uD800", Status.FAILED, new Reason("c", "\uDC00".repeat(3_000)));

        assertThat(AnswerJson.decode(AnswerJson.encode(odd))).isEqualTo(odd);
    }

    @Test
    void passesOverWhatItDoesNotKnowAndOverCosts() throws Exception {
        Answer answer = new Answer(
                "r",
                Status.ANSWERED,
                "Yes.",
                "generated",
                List.of(),
                List.of(),
                Map.of("chat", "m"),
                Map.of("chat", new Usage(1, 2, 3)),
                Map.of(),
                null);
        PriceTable prices = new PriceTable("USD", LocalDate.of(2026, 11, 22), Map.of("m", Price.parse("1 / 2")));
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(AnswerJson.encode(answer, prices));
        json.putObject("later").put("field", 1);

        assertThat(json.at("/usage/chat/cost").isObject()).isTrue();
        assertThat(AnswerJson.decode(Json.MAPPER.writeValueAsBytes(json))).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "[\"secret\"]", "{\"secret\":", "{\"id\":\"secret\"}"})
    void refusesWhatIsNoAnswerAndQuotesNothingOfIt(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerJson.decode(json.getBytes(UTF_8)))
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "status", "citations", "results", "models", "usage", "timings"})
    void refusesAnAnswerThatLacksAField(String name) throws Exception {
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(AnswerJson.encode(REFUSED));
        json.remove(name);
        byte[] lacking = Json.MAPPER.writeValueAsBytes(json);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerJson.decode(lacking))
                .withMessageContaining("'" + name + "'");
    }
}
