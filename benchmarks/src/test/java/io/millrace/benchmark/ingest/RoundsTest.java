package io.millrace.benchmark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void eachRoundBeginsWithTheNextOne() {
        List<String> all = List.of("a", "b", "c");

        assertThat(Rounds.order(all, 0)).containsExactly("a", "b", "c");
        assertThat(Rounds.order(all, 1)).containsExactly("b", "c", "a");
        assertThat(Rounds.order(all, 4)).containsExactly("b", "c", "a");
    }
}
