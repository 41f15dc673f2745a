package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.TokenCounter;
import org.junit.jupiter.api.Test;

class TokenLimitTest {
    private static final TokenCounter WORDS =
            text -> text.isBlank() ? 0 : text.strip().split("\\s+").length;

    @Test
    void leavesATextWithinTheLimitAlone() {
        assertThat(TokenLimit.cut("three little words", 3, WORDS)).isEqualTo("three little words");
    }

    @Test
    void cutsToTheLongestStartThatFits() {
        String cut = TokenLimit.cut("one two three four five", 3, WORDS);

        assertThat(cut.strip()).isEqualTo("one two three");
    }

    @Test
    void neverCutsACharacterInHalf() {
        String cut = TokenLimit.cut("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 3, String::length);

        assertThat(cut).isEqualTo("\uD83D\uDE00");
    }
}
