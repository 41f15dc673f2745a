package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.Headers;
import io.millrace.embed.RateLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateHeadersTest {
    @Test
    void readsBothWindowsWhateverTheCaseOfTheirNames() {
        Headers headers = Headers.builder()
                .put("x-ratelimit-limit-requests", "3000")
                .put("x-ratelimit-remaining-requests", "2999")
                .put("x-ratelimit-reset-requests", "20ms")
                .put("X-RateLimit-Limit-Tokens", "1000000")
                .put("X-RateLimit-Remaining-Tokens", "0")
                .put("X-RateLimit-Reset-Tokens", "6m0s")
                .build();

        assertThat(RateHeaders.in(headers))
                .isEqualTo(new RateLimits(
                        new RateLimits.Window(3000, 2999, Duration.ofMillis(20)),
                        new RateLimits.Window(1_000_000, 0, Duration.ofMinutes(6))));
    }

    @Test
    void saysNothingOfAWindowThatIsNotWhole() {
        Headers headers = Headers.builder()
                .put("x-ratelimit-limit-requests", "3000")
                .put("x-ratelimit-remaining-requests", "2999")
                .put("x-ratelimit-limit-tokens", "-1")
                .put("x-ratelimit-remaining-tokens", "many")
                .put("x-ratelimit-reset-tokens", "1s")
                .build();

        assertThat(RateHeaders.in(headers)).isEqualTo(RateLimits.UNKNOWN);
        assertThat(RateHeaders.in(Headers.builder().build())).isEqualTo(RateLimits.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "17ms,17000000",
        "6m0s,360000000000",
        "1h2m3.5s,3723500000000",
        "0s,0",
        "8.64s,8640000000",
        "12,12000000000",
        "0.5,500000000",
        "1.5µs,1500",
        "7us,7000",
        "9ns,9",
        "1000h,86400000000000"
    })
    void readsDurationsAsGoWritesThemAndPlainSeconds(String given, long nanos) {
        assertThat(RateHeaders.duration(given)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-5s", "5 s", "1h2", "s", "1.s", "3d", "NaN", "1e3s", "6m0s!", "Wed, 21 Oct 2026"})
    void makesNothingOfRubbish(String given) {
        assertThat(RateHeaders.duration(given)).isNull();
    }
}
