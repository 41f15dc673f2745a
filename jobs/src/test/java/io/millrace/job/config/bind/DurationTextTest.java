package io.millrace.job.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "30s, 30000", "30 s, 30000", "5m, 300000", "2h, 7200000", "1d, 86400000", "0s, 0"})
    void readsAWholeNumberAndItsUnit(String text, long milliseconds) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource({"1500, 1500ms", "30000, 30s", "90000, 90s", "120000, 2m", "86400000, 1d", "0, 0ms"})
    void writesTheLargestUnitThatLeavesAWholeNumber(long milliseconds, String text) {
        assertThat(DurationText.of(Duration.ofMillis(milliseconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "1.5h", "-1s", "30S", "1h30m", "PT30S", "30 sec"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duration is a whole number and one of ms, s, m, h, d, got '%s'", text);
    }

    @Test
    void refusesMoreThanALongHolds() {
        assertThatThrownBy(() -> DurationText.parse("999999999999999999d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a duration is at most 2^63 - 1 ms, got '999999999999999999d'");
    }
}
