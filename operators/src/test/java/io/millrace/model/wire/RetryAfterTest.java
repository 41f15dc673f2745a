package io.millrace.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | PT0S",
                "20 | PT20S",
                "1.5 | PT1.5S",
                " 3 | PT3S",
                "-4 | PT0S",
                "1e300 | PT24H",
                "Sun, 22 Nov 2026 10:00:30 GMT | PT30S",
                "Sun, 22 Nov 2026 09:59:00 GMT | PT0S"
            })
    void readsSecondsAndDates(String header, Duration wait) {
        assertThat(RetryAfter.in(Map.of("retry-after", header)::get, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "NaN", "22 November"})
    void asksForNoWaitWhenItCannotBeRead(String header) {
        assertThat(RetryAfter.in(Map.of("retry-after", header)::get, NOW)).isNull();
    }

    @Test
    void prefersMilliseconds() {
        Map<String, String> headers = Map.of("retry-after", "9", "retry-after-ms", "120.4");

        assertThat(RetryAfter.in(headers::get, NOW)).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void fallsBackToSecondsWhenMillisecondsCannotBeRead() {
        Map<String, String> headers = Map.of("retry-after", "9", "retry-after-ms", "?");

        assertThat(RetryAfter.in(headers::get, NOW)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void asksForNoWaitWithoutAHeader() {
        assertThat(RetryAfter.in(name -> null, NOW)).isNull();
    }
}
