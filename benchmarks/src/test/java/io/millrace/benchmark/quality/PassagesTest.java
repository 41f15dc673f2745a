package io.millrace.benchmark.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassagesTest {
    @Test
    void countsWhatSeveralHoldSeveralTimes() {
        assertThat(Passages.length(List.of(new Span(0, 10), new Span(5, 10)))).isEqualTo(15);
    }

    @Test
    void joinsWhatOverlapsOrTouches() {
        assertThat(Passages.union(List.of(new Span(20, 30), new Span(0, 5), new Span(5, 8), new Span(22, 25))))
                .containsExactly(new Span(0, 8), new Span(20, 30));
    }

    @Test
    void intersectsWhatBothHoldOnce() {
        assertThat(Passages.intersection(
                        List.of(new Span(0, 10), new Span(5, 15)), List.of(new Span(8, 12), new Span(20, 30))))
                .containsExactly(new Span(8, 12));
    }

    @Test
    void whatOnlyTouchesHasNothingInCommon() {
        assertThat(Passages.intersection(List.of(new Span(0, 10)), List.of(new Span(10, 20))))
                .isEmpty();
    }
}
