package io.millrace.benchmark.lone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoneCommandTest {
    @Test
    void oursIsWhatIsLeftWithoutTheStub() {
        LoneCommand.Result result = LoneCommand.result(new double[] {70, 80, 100}, 60);

        assertThat(result.millis().median()).isEqualTo(80);
        assertThat(result.ours().median()).isEqualTo(20);
        assertThat(result.ours().max()).isEqualTo(40);
    }
}
