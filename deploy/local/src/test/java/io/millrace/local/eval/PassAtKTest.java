package io.millrace.local.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassAtKTest {
    @Test
    void isTheMeanOfTheSharesOfGoldenChunksAmongTheFirst() {
        var rankings = Map.of("q1", List.of("a", "x", "b"), "q2", List.of("x", "y", "c"));
        var golden = Map.of("q1", List.of("a", "b", "z"), "q2", List.of("c"));

        // q1: a and b of three; q2: c.
        assertThat(PassAtK.of(rankings, golden, 3)).isCloseTo(100 * (2.0 / 3 + 1) / 2, within(1e-9));
        // q1: a of three; q2: none.
        assertThat(PassAtK.of(rankings, golden, 2)).isCloseTo(100 * (1.0 / 3) / 2, within(1e-9));
    }

    @Test
    void countsEachGoldenChunkOnceHoweverOftenItsTextIsFound() {
        assertThat(PassAtK.of(Map.of("q", List.of("a", "a", "a")), Map.of("q", List.of("a", "b")), 5))
                .isEqualTo(50);
    }

    @Test
    void countsAQuestionThatFoundNothing() {
        assertThat(PassAtK.of(Map.of("q1", List.of("a")), Map.of("q1", List.of("a"), "q2", List.of("b")), 5))
                .isEqualTo(50);
    }

    @Test
    void isZeroWithoutQuestions() {
        assertThat(PassAtK.of(Map.of(), Map.of(), 5)).isZero();
    }
}
