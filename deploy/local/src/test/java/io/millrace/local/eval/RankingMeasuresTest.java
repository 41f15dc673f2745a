package io.millrace.local.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingMeasuresTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void discountsByRankAndDividesByTheIdeal() {
        var measures =
                RankingMeasures.of(Map.of("q", List.of("x", "a", "y", "b")), Map.of("q", Map.of("a", 1, "b", 1)));

        // (1/log2(3) + 1/log2(5)) / (1/log2(2) + 1/log2(3)) = 1.0616063 / 1.6309298
        assertThat(measures.ndcgAt10()).isCloseTo(0.6509209, CLOSE);
        assertThat(measures.recallAt10()).isEqualTo(1);
        assertThat(measures.recallAt100()).isEqualTo(1);
        assertThat(measures.mrrAt10()).isEqualTo(0.5);
    }

    @Test
    void gainsTheGradeItself() {
        var measures = RankingMeasures.of(
                Map.of("q", List.of("b", "d", "a", "c")), Map.of("q", Map.of("a", 3, "b", 2, "c", 1, "d", 0)));

        // (2/1 + 0 + 3/2 + 1/log2(5)) / (3/1 + 2/log2(3) + 1/2) = 3.9306766 / 4.7618595
        assertThat(measures.ndcgAt10()).isCloseTo(0.8254499, CLOSE);
        assertThat(measures.mrrAt10()).isEqualTo(1);
    }

    @Test
    void takesADocumentThatWasJudgedIrrelevantForNothing() {
        var measures = RankingMeasures.of(Map.of("q", List.of("bad", "a")), Map.of("q", Map.of("a", 1, "bad", -1)));

        assertThat(measures.ndcgAt10()).isCloseTo(0.6309298, CLOSE);
        assertThat(measures.mrrAt10()).isEqualTo(0.5);
    }

    @Test
    void countsAQuestionWithoutARankingAsNothingFound() {
        var measures =
                RankingMeasures.of(Map.of("q1", List.of("a")), Map.of("q1", Map.of("a", 1), "q2", Map.of("b", 1)));

        assertThat(measures).isEqualTo(new RankingMeasures(0.5, 0.5, 0.5, 0.5));
    }

    @Test
    void leavesOutQuestionsThatNothingIsRelevantTo() {
        var measures = RankingMeasures.of(
                Map.of("q1", List.of("a"), "q2", List.of("a")), Map.of("q1", Map.of("a", 1), "q2", Map.of("a", 0)));

        assertThat(measures).isEqualTo(new RankingMeasures(1, 1, 1, 1));
    }

    @Test
    void cutsAtTenAndAtAHundred() {
        var measures = RankingMeasures.of(
                Map.of("q", ranking("x", 10, "a", 89, "b", 1, "c")), Map.of("q", Map.of("a", 1, "b", 1, "c", 1)));

        assertThat(measures.ndcgAt10()).isZero();
        assertThat(measures.recallAt10()).isZero();
        assertThat(measures.mrrAt10()).isZero();
        // "a" is at rank 11, "b" at 101.
        assertThat(measures.recallAt100()).isCloseTo(1.0 / 3, CLOSE);
    }

    @Test
    void idealIsOfTenDocumentsWhereMoreAreRelevant() {
        List<String> all = IntStream.range(0, 12).mapToObj(i -> "d" + i).toList();
        Map<String, Integer> relevance = all.stream().collect(Collectors.toMap(id -> id, id -> 1));

        var measures = RankingMeasures.of(Map.of("q", all), Map.of("q", relevance));

        assertThat(measures.ndcgAt10()).isCloseTo(1, CLOSE);
        assertThat(measures.recallAt10()).isCloseTo(10.0 / 12, CLOSE);
    }

    @Test
    void isZeroWithoutQuestions() {
        assertThat(RankingMeasures.of(new TreeMap<>(), new TreeMap<>())).isEqualTo(new RankingMeasures(0, 0, 0, 0));
    }

    /** Ten of the filler, then the first, then more filler, and so on. */
    private static List<String> ranking(
            String filler, int before, String first, int between, String second, int after, String third) {
        return IntStream.rangeClosed(1, before + between + after + 3)
                .mapToObj(rank -> {
                    if (rank == before + 1) {
                        return first;
                    }
                    if (rank == before + between + 2) {
                        return second;
                    }
                    return rank == before + between + after + 3 ? third : filler + rank;
                })
                .toList();
    }
}
