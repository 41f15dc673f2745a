package io.millrace.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private final Redaction redaction = new Redaction(List.of("correct-horse-battery-staple"));

    @Test
    void leavesOrdinaryWordsAlone() {
        assertThat(redaction.apply("Requested 9 tokens, max 5", List.of("the mill wheel", "tok")))
                .isEqualTo("Requested 9 tokens, max 5");
    }

    @Test
    void hidesATextThatTheServerQuotes() {
        assertThat(redaction.apply(
                        "Bad input 'the river runs dry in august', sorry",
                        List.of("It is said that the river runs dry in august.")))
                .isEqualTo("Bad input '…', sorry");
    }

    @Test
    void hidesAQuotationThatIsCutShort() {
        assertThat(redaction.apply("Bad: the river runs dry in…", List.of("xx the river runs dry in august")))
                .isEqualTo("Bad:……");
    }

    @Test
    void hidesATextWhoseSpacesWereChanged() {
        assertThat(redaction.apply("Bad: the river\n runs dry", List.of("The mill.\tthe\nriver   runs dry")))
                .isEqualTo("Bad:…");
    }

    @Test
    void hidesAShortTextWhole() {
        assertThat(redaction.apply("Bad: 'Zoë M.' and 'Zoë M.'", List.of("Zoë M.")))
                .isEqualTo("Bad: '…' and '…'");
    }

    @Test
    void hidesEscapedText() {
        assertThat(redaction.apply("Bad: '\\u6cb3\\u6d41' and '\\xe9'", List.of("河流")))
                .isEqualTo("Bad: '…' and '…'");
    }

    @Test
    void hidesTheKeyAndPartsOfIt() {
        assertThat(redaction.apply("key correct-horse-battery-staple, or horse-battery", List.of()))
                .isEqualTo("key …, or …");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Incorrect API key provided: sk-proj-********f3Qa. You | Incorrect API key provided: …. You",
                "Incorrect API key provided: ab**********yz. You | Incorrect API key provided: … You",
                "sent Authorization: Bearer abc.def/ghi= here | sent Authorization: … here",
                "token gsk-abcdef123 refused | token … refused"
            })
    void hidesWhatLooksLikeAKey(String message, String shown) {
        assertThat(redaction.apply(message, List.of())).isEqualTo(shown);
    }

    @Test
    void cutsLongMessages() {
        assertThat(redaction.apply("x ".repeat(1000), List.of())).hasSize(301).endsWith("x …");
    }
}
