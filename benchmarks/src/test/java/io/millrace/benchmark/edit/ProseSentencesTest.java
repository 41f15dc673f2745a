package io.millrace.benchmark.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProseSentencesTest {
    @Test
    void findsTheSentencesOfEachLineWithoutTheSpaceAroundThem() {
        assertThat(sentences("  A sentence of some words.  And one more of them. \nA line that ends without a stop"))
                .containsExactly(
                        "A sentence of some words.", "And one more of them.", "A line that ends without a stop");
    }

    @Test
    void leavesOutWhatIsTooShortOrTooLongToBeOne() {
        assertThat(sentences("Nineteen characters\nTwenty characters ok\n" + "x".repeat(400) + "\n" + "x".repeat(401)))
                .containsExactly("Twenty characters ok", "x".repeat(400));
    }

    private static List<String> sentences(String text) {
        return ProseSentences.in(text).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }
}
