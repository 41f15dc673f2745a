package io.millrace.benchmark.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final OpenLoop loop = new OpenLoop();
    private final List<String> questions = new ArrayList<>();

    @Test
    void asksAsOftenAsTheRateAndTheTimeSay() throws InterruptedException {
        Tally run = loop.run(
                "fast", 1000, Duration.ofMillis(20), answering(true), number -> "question " + number, Duration.ZERO);

        assertThat(questions).hasSize(20).startsWith("question 0", "question 1");
        assertThat(run.counted().requests()).isEqualTo(20);
        assertThat(run.counted().missing()).isZero();
    }

    @Test
    void countsWhatComesWhenTheRunIsOver() throws InterruptedException {
        Tally run = loop.run("late", 1000, Duration.ofMillis(2), answering(false), number -> "?", Duration.ZERO);
        assertThat(run.counted().missing()).isEqualTo(2);

        loop.came("late/1", System.nanoTime(), true, Map.of());
        loop.came("late/1", System.nanoTime(), true, Map.of());

        assertThat(run.counted().missing()).isEqualTo(1);
        assertThat(run.counted().doubled()).isEqualTo(1);
    }

    @Test
    void refusesAnAnswerThatNobodyAskedFor() {
        assertThatThrownBy(() -> loop.came("other/1", 0, true, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an answer came to a request that nobody made: other/1");
    }

    private Asked answering(boolean answers) {
        return new Asked() {
            @Override
            public void ask(String id, String question) {
                questions.add(question);
                if (answers) {
                    loop.came(id, System.nanoTime(), true, Map.of());
                }
            }

            @Override
            public void close() {}
        };
    }
}
