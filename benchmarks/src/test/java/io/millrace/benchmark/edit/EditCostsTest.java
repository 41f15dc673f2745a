package io.millrace.benchmark.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.split.Contender;
import io.millrace.benchmark.split.Contender.Known;
import io.millrace.benchmark.split.Segment;
import io.millrace.benchmark.split.Splitter;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EditCostsTest {
    /** Three characters a piece, from the start. */
    private static final Splitter THREES = corpus -> {
        List<Segment> segments = new ArrayList<>();
        for (int start = 0; start < corpus.text().length(); start += 3) {
            int end = Math.min(start + 3, corpus.text().length());
            segments.add(new Segment(new Span(start, end), corpus.text().substring(start, end)));
        }
        return segments;
    };

    @Test
    void cutsAgainAfterEachEditOfTheTextAsItWas() {
        var contender = new Contender("threes", 3, EmbeddingText.NONE, Known.BY_TEXT_AND_OCCURRENCE, THREES);
        List<Edit> edits = List.of(
                // Xab cde fgh i: 4 new pieces, 10 characters.
                new Edit(Edit.Kind.INSERT, 0, 0, "X"),
                // abc def g: 1 new piece, 1 character.
                new Edit(Edit.Kind.DELETE, 7, 9, ""),
                // abc dXf ghi: 1 new piece, 3 characters.
                new Edit(Edit.Kind.REPLACE, 4, 5, "X"));

        var costs = EditCosts.measure(new Corpus("letters", "abcdefghi"), edits, contender, String::length);

        assertThat(costs.chunksBefore()).isEqualTo(3);
        assertThat(costs.tokensBefore()).isEqualTo(9);
        assertThat(costs.chunks()).isEqualTo(Distribution.of(new double[] {4, 1, 1}));
        assertThat(costs.tokens()).isEqualTo(Distribution.of(new double[] {10, 1, 3}));
        assertThat(costs.chunksByKind())
                .isEqualTo(Map.of(
                        Edit.Kind.INSERT, Distribution.of(new double[] {4}),
                        Edit.Kind.DELETE, Distribution.of(new double[] {1}),
                        Edit.Kind.REPLACE, Distribution.of(new double[] {1})));
    }
}
