package io.millrace.local.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnswerMeasuresTest {
    private static final Map<String, String> TEXTS = Map.of("cats", "Cats sleep.", "dogs", "Dogs bark.");
    private static final Dataset DATASET = new BeirDataset(
            Path.of("none"), Map.of("q", "Who sleeps?"), Map.of("q", Map.of("cats", 1), "r", Map.of("cats", 1)));
    private static final String SEARCH =
            "{\"results\": [{\"chunkId\": \"c1\", \"documentId\": \"cats\", \"start\": 0, \"end\": 11}]}";

    @Test
    void passesAnAnswerThatRestsOnWhatWasRetrieved() throws JsonProcessingException {
        AnswerMeasures measures = of(answer("They do. [1]", citation("c1", "cats", 0, 11, "Cats sleep.")));

        assertThat(measures.answered()).isEqualTo(1);
        assertThat(measures.validCitations()).isEqualTo(1);
        assertThat(measures.evidenceHits()).isEqualTo(1);
        assertThat(measures.evidenceRetrieved()).isEqualTo(1);
    }

    @Test
    void findsACitationOfWhatWasNotRetrieved() throws JsonProcessingException {
        AnswerMeasures measures = of(answer("They do. [1]", citation("c9", "dogs", 0, 10, "Dogs bark.")));

        assertThat(measures.notRetrieved()).isEqualTo(1);
        assertThat(measures.notQuoted()).isZero();
        assertThat(measures.validCitations()).isZero();
        assertThat(measures.evidenceHits()).isZero();
    }

    @Test
    void findsAQuotationThatDoesNotStandWhereItSays() throws JsonProcessingException {
        AnswerMeasures measures = of(answer(
                "They do. [1]",
                citation("c1", "cats", 0, 4, "Dogs") + "," + citation("c1", "cats", 5, 99, "sleep.") + ","
                        + citation("c1", "birds", 0, 4, "Cats") + "," + citation("c1", "cats", 5, 11, "sleep.")));

        assertThat(measures.citations()).isEqualTo(4);
        assertThat(measures.notQuoted()).isEqualTo(3);
        assertThat(measures.validCitations()).isEqualTo(0.25);
    }

    @Test
    void findsAMarkerOfNoCitation() throws JsonProcessingException {
        AnswerMeasures measures = of(answer("They do [1, 2]. [3]", citation("c1", "cats", 0, 4, "Cats")));

        assertThat(measures.unresolved()).isEqualTo(2);
        assertThat(measures.validCitations()).isEqualTo(1.0 / 3);
    }

    @Test
    void takesNoMarkerForOneInWhatIsQuoted() throws JsonProcessingException {
        String quoted = "{\"status\": \"answered\", \"style\": \"extractive\", \"answer\": \"“as shown in [7]” [1]\"}";

        assertThat(of(quoted).unresolved()).isZero();
    }

    @Test
    void countsQuestionsWithoutAnAnswer() throws JsonProcessingException {
        AnswerMeasures measures = AnswerMeasures.of(
                DATASET,
                Set.of("q", "r"),
                Map.of("q", Json.MAPPER.readTree("{\"status\": \"insufficient-context\"}")),
                Map.of(),
                TEXTS);

        assertThat(measures.statuses()).isEqualTo(Map.of("insufficient-context", 1, "missing", 1));
        assertThat(measures.answered()).isZero();
        assertThat(measures.evidenceRetrieved()).isZero();
        assertThat(measures.validCitations()).isEqualTo(1);
    }

    private static AnswerMeasures of(String answer) throws JsonProcessingException {
        JsonNode search = Json.MAPPER.readTree(SEARCH);
        return AnswerMeasures.of(
                DATASET, Set.of("q"), Map.of("q", Json.MAPPER.readTree(answer)), Map.of("q", search), TEXTS);
    }

    private static String answer(String text, String citations) {
        return "{\"status\": \"answered\", \"style\": \"generated\", \"answer\": \"%s\", \"citations\": [%s]}"
                .formatted(text, citations);
    }

    private static String citation(String chunk, String document, int start, int end, String text) {
        return ("{\"marker\": 1, \"chunkId\": \"%s\", \"documentId\": \"%s\", \"start\": %d, \"end\": %d,"
                        + " \"text\": \"%s\"}")
                .formatted(chunk, document, start, end, text);
    }
}
