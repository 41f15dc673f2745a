package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubLimitsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String MODEL = "text-embedding-3-small";

    @Test
    void refusesARequestOverTheRateUntilTheTimeThatItSays() {
        StubLimits limits = limits(StubOptions.defaults().withRates(60, 0, Duration.ofSeconds(2)));

        assertThat(limits.admit(1, MODEL, 10, 0)).isNull();
        assertThat(limits.admit(1, MODEL, 10, 0)).isNull();
        StubLimits.Refusal refusal = refused(limits, 1, 10, SECOND / 4);

        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(750));
        assertThat(refusal.headers()).containsEntry("retry-after", "1").containsEntry("retry-after-ms", "750");
        assertThat(limits.admit(1, MODEL, 10, SECOND - 1)).isNotNull();
        assertThat(limits.admit(1, MODEL, 10, SECOND)).isNull();
    }

    @Test
    void refusesTokensOverTheRateInOpenAisWords() {
        StubLimits limits = limits(StubOptions.defaults().withRates(0, 6000));

        assertThat(limits.admit(1, MODEL, 5900, 0)).isNull();
        StubLimits.Refusal refusal = refused(limits, 1, 300, 0);

        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(refusal.body())
                .isEqualTo("{\"error\":{\"message\":\"Rate limit reached for text-embedding-3-small in organization"
                        + " org-stub on tokens per min (TPM): Limit 6000, Used 5900, Requested 300. Please try again"
                        + " in 2s. Visit https://platform.openai.com/account/rate-limits to learn more.\","
                        + "\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
    }

    @Test
    void takesNothingForWhatItRefuses() {
        StubLimits limits = limits(StubOptions.defaults().withRates(60, 600));

        assertThat(limits.admit(1, MODEL, 500, 0)).isNull();
        assertThat(limits.admit(1, MODEL, 200, 0)).isNotNull();

        assertThat(limits.headers(0))
                .containsEntry("x-ratelimit-remaining-requests", "59")
                .containsEntry("x-ratelimit-remaining-tokens", "100");
        assertThat(limits.admit(1, MODEL, 100, 0)).isNull();
    }

    @Test
    void givesNoTimeForARequestThatNoWaitingLetsPass() {
        StubLimits limits = limits(StubOptions.defaults().withRates(0, 600));

        StubLimits.Refusal refusal = refused(limits, 1, 601, 0);

        assertThat(refusal.headers()).isEmpty();
        assertThat(refusal.body()).contains("Request too large", "Limit 600, Requested 601");
    }

    @Test
    void fillsUpWithoutAPauseAndNotOverTheBurst() {
        StubLimits limits = limits(StubOptions.defaults().withRates(0, 600, Duration.ofSeconds(6), Duration.ZERO));

        assertThat(limits.headers(0)).containsEntry("x-ratelimit-remaining-tokens", "0");
        assertThat(limits.headers(SECOND))
                .containsEntry("x-ratelimit-limit-tokens", "600")
                .containsEntry("x-ratelimit-remaining-tokens", "10")
                .containsEntry("x-ratelimit-reset-tokens", "5s");
        assertThat(limits.headers(3600 * SECOND))
                .containsEntry("x-ratelimit-remaining-tokens", "60")
                .containsEntry("x-ratelimit-reset-tokens", "0s");
    }

    @Test
    void letsOverAnHourPassExactlyWhatTheRateAllows() {
        StubLimits limits = limits(StubOptions.defaults().withRates(600, 0, Duration.ofSeconds(1)));

        long passed = 0;
        for (long now = 0; now < 3600 * SECOND; now += SECOND / 37) {
            passed += limits.admit(1, MODEL, 1, now) == null ? 1 : 0;
        }

        assertThat(passed).isBetween(36_000L, 36_010L);
    }

    @Test
    void refusesACallThatArrivesWhileTooManyAreInFlight() {
        StubLimits limits = limits(StubOptions.defaults().withConcurrency(2));

        assertThat(limits.admit(2, MODEL, 1, 0)).isNull();
        assertThat(refused(limits, 3, 1, 0).headers()).containsEntry("retry-after-ms", "100");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0s",
        "17,17ms",
        "999,999ms",
        "1000,1s",
        "1500,1.5s",
        "8640,8.64s",
        "60000,1m0s",
        "360000,6m0s",
        "3723500,1h2m3.5s"
    })
    void writesDurationsAsOpenAiDoes(long millis, String written) {
        assertThat(GoDuration.of(Duration.ofMillis(millis))).isEqualTo(written);
    }

    private static StubLimits.Refusal refused(StubLimits limits, int inFlight, long tokens, long now) {
        return Objects.requireNonNull(limits.admit(inFlight, MODEL, tokens, now), "It passed");
    }

    private static StubLimits limits(StubOptions options) {
        return new StubLimits(options, 0);
    }
}
