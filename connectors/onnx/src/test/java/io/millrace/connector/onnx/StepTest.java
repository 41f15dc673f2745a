package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepTest {
    @Test
    void questionsGoBeforeDocumentsAndEachKindInTurn() {
        Stream<Step> steps = Stream.of(step(false, 1), step(true, 4), step(false, 0), step(true, 2));

        assertThat(steps.sorted().map(step -> step.urgent() + " " + step.turn()))
                .containsExactly("true 2", "true 4", "false 0", "false 1");
    }

    private static Step step(boolean urgent, long turn) {
        return new Step(urgent, turn, () -> {});
    }
}
