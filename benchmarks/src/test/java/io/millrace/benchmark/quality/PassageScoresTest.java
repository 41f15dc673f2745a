package io.millrace.benchmark.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.corpus.Question;
import io.millrace.chunk.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageScoresTest {
    /** 100 characters in two passages. */
    private static final Question QUESTION =
            new Question("why?", "text", List.of(new Span(100, 160), new Span(300, 340)));

    @Test
    void whatIsRetrievedExactlyScoresFully() {
        assertThat(scores(new Passage("text", new Span(300, 340)), new Passage("text", new Span(100, 160))))
                .isEqualTo(new PassageScores(1, 1, 1));
    }

    @Test
    void dividesWhatWasFoundByWhatWasWantedReadAndBoth() {
        // Found 30 of the first passage and 40 of the second, of 100; read 100 + 100; missed 30.
        assertThat(scores(new Passage("text", new Span(30, 130)), new Passage("text", new Span(280, 380))))
                .isEqualTo(new PassageScores(0.7, 70 / 200.0, 70 / 230.0));
    }

    @Test
    void aChunkOfAnotherTextFindsNothingButIsRead() {
        assertThat(scores(new Passage("text", new Span(100, 160)), new Passage("other", new Span(300, 340))))
                .isEqualTo(new PassageScores(0.6, 60 / 100.0, 60 / 140.0));
    }

    @Test
    void whatTwoChunksHoldIsFoundOnceAndReadTwice() {
        // Found 100 to 160; read 100 + 100; missed 40.
        assertThat(scores(new Passage("text", new Span(80, 180)), new Passage("text", new Span(90, 190))))
                .isEqualTo(new PassageScores(0.6, 60 / 200.0, 60 / 240.0));
    }

    @Test
    void nothingRetrievedScoresNothing() {
        assertThat(scores()).isEqualTo(new PassageScores(0, 0, 0));
    }

    @Test
    void theBestPrecisionIsThatOfTheChunksThatHoldAPartOfThePassages() {
        List<Passage> chunks = List.of(
                new Passage("text", new Span(0, 100)),
                new Passage("text", new Span(100, 200)),
                new Passage("text", new Span(200, 320)),
                new Passage("text", new Span(400, 500)),
                new Passage("other", new Span(100, 200)));

        // Chunks 2 and 3 hold 60 + 20 in 220 characters; 20 of the second passage are in none.
        assertThat(PassageScores.bestPrecision(QUESTION, chunks)).isEqualTo(80 / 240.0);
    }

    private static PassageScores scores(Passage... retrieved) {
        return PassageScores.of(QUESTION, List.of(retrieved));
    }
}
