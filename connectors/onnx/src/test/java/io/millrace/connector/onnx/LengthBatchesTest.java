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

        assertThat(LengthBatches.of(lengths)).containsExactly(List.of(1), List.of(3), List.of(0, 2));
    }

    @Test
    void countsPaddingAmongARunsPieces() {
        int[] lengths = {256, 3, 3};

        assertThat(LengthBatches.of(lengths)).containsExactly(List.of(0, 1), List.of(2));
    }

    @Test
    void runsNothingForNoTexts() {
        assertThat(LengthBatches.of(new int[0])).isEmpty();
    }

    @Test
    void runsEveryTextOnceWithinItsMost() {
        int[] lengths = new Random(11).ints(500, 2, 257).toArray();

        List<List<Integer>> runs = LengthBatches.of(lengths);

        assertThat(runs.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).boxed().toList());
        assertThat(runs)
                .allSatisfy(run ->
                        assertThat(run.size() * lengths[run.get(0)]).isLessThanOrEqualTo(LengthBatches.MOST_PIECES));
    }
}
