package io.millrace.benchmark.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Span;
import io.millrace.embed.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    private static final Passage EAST = new Passage("a", new Span(0, 10));
    private static final Passage NORTH = new Passage("a", new Span(10, 20));
    private static final Passage BETWEEN = new Passage("b", new Span(0, 10));

    @Test
    void findsTheNearestOfAllTextsBestFirst() {
        var retrieval = new Retrieval(List.of(EAST, NORTH, BETWEEN), List.of(vector(1, 0), vector(0, 1), vector(1, 1)));

        assertThat(retrieval.nearest(vector(2, 1), 2)).containsExactly(BETWEEN, EAST);
        assertThat(retrieval.nearest(vector(2, 1), 5)).containsExactly(BETWEEN, EAST, NORTH);
    }

    @Test
    void countsAParentOnceThatSeveralChunksLetRead() {
        var retrieval = new Retrieval(List.of(EAST, EAST, NORTH), List.of(vector(1, 0), vector(9, 1), vector(0, 1)));

        assertThat(retrieval.nearest(vector(1, 0), 2)).containsExactly(EAST, NORTH);
    }

    @Test
    void takesTheFirstOfEquals() {
        var retrieval = new Retrieval(List.of(NORTH, EAST), List.of(vector(1, 0), vector(1, 0)));

        assertThat(retrieval.nearest(vector(1, 0), 1)).containsExactly(NORTH);
    }

    private static Vector vector(float... values) {
        return new Vector(values).normalised();
    }
}
