package io.millrace.benchmark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.failure.FatalException;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    @Test
    void readsEveryUnit() {
        assertThat(TimeText.seconds("15us")).isEqualTo(15e-6, within(1e-12));
        assertThat(TimeText.seconds("60ms")).isEqualTo(0.06, within(1e-12));
        assertThat(TimeText.seconds("1.5s")).isEqualTo(1.5);
        assertThat(TimeText.seconds("3m")).isEqualTo(180);
    }

    @Test
    void refusesANumberWithoutAUnit() {
        assertThatThrownBy(() -> TimeText.seconds("60"))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("'60'");
    }
}
