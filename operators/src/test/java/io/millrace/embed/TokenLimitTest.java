package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.TokenCounter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
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
    void countsTextsThatCouldFillARequestBeforeItsPlacesAreTaken() {
        var limits = new EmbeddingLimits(4, 100, 200, 1);

        assertThat(TokenLimit.about("so many words ".repeat(20), limits, WORDS)).isEqualTo(60);
    }

    @Test
    void countsNoTextWhereARequestHasRoomForAllThatItTakes() {
        var limits = new EmbeddingLimits(2, 100, 200, 1);
        TokenCounter none = text -> {
            throw new AssertionError("counted: " + text);
        };

        assertThat(TokenLimit.about("so many words ".repeat(20), limits, none)).isEqualTo(94);
        assertThat(TokenLimit.about("so many words ".repeat(40), limits, none)).isEqualTo(100);
    }

    @Test
    void neverCutsACharacterInHalf() {
        String cut = TokenLimit.cut("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 3, String::length);

        assertThat(cut).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void knowsThatACharacterMayTakeSeveralTokens() {
        TokenCounter bytes = text -> text.getBytes(StandardCharsets.UTF_8).length;

        assertThat(TokenLimit.cut("日本語です", 6, bytes)).isEqualTo("日本");
        assertThat(TokenLimit.cut("日本", 2, bytes)).isEmpty();
    }

    @Test
    void keepsToTheLimitWhateverTheText() {
        TokenCounter bytes = text -> text.getBytes(StandardCharsets.UTF_8).length;
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(List.of("a", "é", "日", "\uD83D\uDE00").get(random.nextInt(4)));
            }
            int limit = 1 + random.nextInt(50);

            String cut = TokenLimit.cut(text.toString(), limit, bytes);

            assertThat(text.toString()).as("seed %d, round %d", seed, round).startsWith(cut);
            assertThat(bytes.count(cut)).isLessThanOrEqualTo(limit);
            if (cut.length() < text.length()) {
                int next = text.codePointAt(cut.length());
                assertThat(bytes.count(cut + Character.toString(next))).isGreaterThan(limit);
            }
        }
    }
}
