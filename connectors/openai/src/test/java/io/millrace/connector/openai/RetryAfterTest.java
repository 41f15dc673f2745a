package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.Headers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
        assertThat(RetryAfter.in(headers("Retry-After", header), NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "NaN", "22 November"})
    void asksForNoWaitWhenItCannotBeRead(String header) {
        assertThat(RetryAfter.in(headers("Retry-After", header), NOW)).isNull();
    }

    @Test
    void prefersMilliseconds() {
        Headers headers = Headers.builder()
                .put("Retry-After", "9")
                .put("Retry-After-Ms", "120.4")
                .build();

        assertThat(RetryAfter.in(headers, NOW)).isEqualTo(Duration.ofMillis(120));
    }

    @Test
    void fallsBackToSecondsWhenMillisecondsCannotBeRead() {
        Headers headers = Headers.builder()
                .put("retry-after", "9")
                .put("retry-after-ms", "?")
                .build();

        assertThat(RetryAfter.in(headers, NOW)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void asksForNoWaitWithoutAHeader() {
        assertThat(RetryAfter.in(Headers.builder().build(), NOW)).isNull();
    }

    private static Headers headers(String name, String value) {
        return Headers.builder().put(name, value).build();
    }
}
