package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWindowTest {
    private static final int MOST = TextWindow.LENGTH + TextWindow.SEARCH;

    @Test
    void takesAShortTextWhole() {
        assertThat(TextWindow.end("a b c", 0)).isEqualTo(5);
        assertThat(TextWindow.end("a".repeat(TextWindow.LENGTH), 0)).isEqualTo(TextWindow.LENGTH);
    }

    @Test
    void endsBeforeTheFirstWhiteSpaceAfterItsLength() {
        String text = "a ".repeat(TextWindow.LENGTH / 2) + "word and more";

        assertThat(TextWindow.end(text, 0)).isEqualTo(TextWindow.LENGTH + "word".length());
    }

    @Test
    void endsBeforeAnIdeograph() {
        String text = "a".repeat(TextWindow.LENGTH + 10) + "北京";

        assertThat(TextWindow.end(text, 0)).isEqualTo(TextWindow.LENGTH + 10);
    }

    @Test
    void endsSomewhereInATextWithoutSeparators() {
        assertThat(TextWindow.end("a".repeat(3 * MOST), 5)).isEqualTo(5 + MOST);
    }

    @Test
    void neverEndsWithinASurrogatePair() {
        String text = "a" + "\uD83D\uDE00".repeat(MOST);

        assertThat(TextWindow.end(text, 0)).isEqualTo(MOST - 1);
    }

    @Test
    void endsWithTheText() {
        String text = "a".repeat(TextWindow.LENGTH + 7);

        assertThat(TextWindow.end(text, 0)).isEqualTo(text.length());
    }
}
