package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UncitedTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Water [1] turns [2, 3]. | Water (1) turns (2, 3).",
                "【7†source】 and ［4］ | (7) and (4)",
                "[note] [link](x) a[i] | [note] [link](x) a[i]",
                "[[5]] | [(5)]",
                "an open [6 | an open (6",
                "[7†[8] | (7)",
                "no brackets | no brackets"
            })
    void makesNumbersInBracketsOrdinaryWords(String written, String told) {
        UncitedText whole = new UncitedText();
        UncitedText inPieces = new UncitedText();
        StringBuilder pieces = new StringBuilder();

        String text = whole.take(written) + whole.rest();
        written.chars().forEach(unit -> pieces.append(inPieces.take(String.valueOf((char) unit))));
        pieces.append(inPieces.rest());

        assertThat(text).isEqualTo(told);
        assertThat(pieces).hasToString(told);
    }

    @Test
    void holdsNothingBackButWhatABracketBegins() {
        UncitedText text = new UncitedText();

        assertThat(text.take("Water [")).isEqualTo("Water ");
        assertThat(text.take("1")).isEmpty();
        assertThat(text.take("] turns")).isEqualTo("(1) turns");
        assertThat(text.rest()).isEmpty();
    }

    @Test
    void holdsNoTextBackForGood() {
        UncitedText text = new UncitedText();

        assertThat(text.take("[" + "x".repeat(500))).isEqualTo("(" + "x".repeat(500));
    }

    @Test
    void joinsNoCitationThatFollows() {
        UncitedText text = new UncitedText();

        String told = text.take("as written in [7†") + text.rest() + "[2]" + text.take("](http://elsewhere.example)")
                + text.rest();

        assertThat(told).isEqualTo("as written in (7†[2]](http://elsewhere.example)");
    }
}
