package io.millrace.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
    private final Random random = new Random(7);

    @Test
    void doublesUpToTheLongestHalfOfItAtRandom() {
        for (int round = 0; round < 200; round++) {
            assertThat(backoff.after(1, null, random)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
            assertThat(backoff.after(2, null, random)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(backoff.after(5, null, random)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        }
    }

    @Test
    void staysAtTheLongestHoweverManyHaveFailed() {
        assertThat(backoff.after(1_000_000, null, random)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
    }

    @Test
    void comesNeverSoonerThanAsked() {
        assertThat(backoff.after(1, Duration.ofHours(1), random)).isEqualTo(Duration.ofHours(1));
        assertThat(backoff.after(5, Duration.ofMillis(1), random)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void refusesTimesThatMakeNone() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a backoff must have 0 < first <= longest, got PT0S and PT1S");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("a backoff must have 0 < first <= longest, got PT2S and PT1S");
    }
}
