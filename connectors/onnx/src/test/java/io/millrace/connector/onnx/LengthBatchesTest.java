package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBatchesTest {
    @Test
    void runsTextsOfLikeLengthTogetherLongestFirst() {
        int[] lengths = {100, 500, 90, 490};

        assertThat(LengthBatches.of(lengths, 1)).containsExactly(List.of(1), List.of(3), List.of(0, 2));
    }

    @Test
    void countsPaddingAmongARunsPieces() {
        int[] lengths = {256, 3, 3};

        assertThat(LengthBatches.of(lengths, 1)).containsExactly(List.of(0, 1), List.of(2));
    }

    @Test
    void givesEachOfTheRunsAtOnceAPartOfALittle() {
        int[] lengths = {20, 30, 20, 30};

        assertThat(LengthBatches.of(lengths, 1)).containsExactly(List.of(1, 3, 0, 2));
        assertThat(LengthBatches.of(lengths, 2)).containsExactly(List.of(1, 3), List.of(0, 2));
        assertThat(LengthBatches.of(lengths, 64)).hasSize(4);
    }

    @Test
    void runsNothingForNoTexts() {
        assertThat(LengthBatches.of(new int[0], 2)).isEmpty();
    }

    @Test
    void runsEveryTextOnceWithinItsMost() {
        int[] lengths = new Random(11).ints(500, 2, 257).toArray();

        List<List<Integer>> runs = LengthBatches.of(lengths, 1);

        assertThat(runs.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).boxed().toList());
        assertThat(runs)
                .allSatisfy(run ->
                        assertThat(run.size() * lengths[run.get(0)]).isLessThanOrEqualTo(LengthBatches.MOST_PIECES));
    }
}
