package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.RateLimits.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long SECOND = 1_000_000_000L;

    /** Near the end of what a long holds: a clock of nanoseconds may turn over. */
    private long now = Long.MAX_VALUE - SECOND;

    @Test
    void allowsEverythingWhereNothingIsConfiguredOrSaid() {
        Allowance allowance = allowance(null);

        allowance.take(1e12, now);

        assertThat(allowance.until(1e12, now)).isZero();
    }

    @Test
    void holdsASecondsWorth() {
        Allowance allowance = allowance(600L);
        now += 3600 * SECOND;

        assertThat(allowance.until(10, now)).isZero();
        allowance.take(10, now);

        assertThat(allowance.until(1, now)).isEqualTo(SECOND / 10);
    }

    @Test
    void letsWhatIsOwedFillUpFirst() {
        Allowance allowance = allowance(60_000L);

        allowance.take(4_000, now);

        assertThat(allowance.until(0, now)).isCloseTo(3 * SECOND, within());
        now += 2 * SECOND;
        assertThat(allowance.until(0, now)).isCloseTo(SECOND, within());
    }

    @Test
    void holdsOneWhereASecondsWorthIsLess() {
        Allowance allowance = allowance(6L);

        assertThat(allowance.until(1, now)).isZero();
        allowance.take(1, now);

        assertThat(allowance.until(1, now)).isCloseTo(10 * SECOND, within());
    }

    @Test
    void usesNoMoreThanItsShare() {
        Allowance allowance = allowance(600L);
        allowance.share(0.25, now);

        allowance.take(2.5, now);

        assertThat(allowance.until(1, now)).isCloseTo(SECOND * 4 / 10, within());
    }

    @Test
    void goesByWhatTheProviderSaysWhereNothingIsConfigured() {
        Allowance allowance = allowance(null);

        allowance.learn(new Window(600, 0, Duration.ofSeconds(60)), now);

        assertThat(allowance.until(1, now)).isCloseTo(SECOND / 10, within());
    }

    @Test
    void goesByTheLesserOfWhatIsConfiguredAndSaid() {
        Allowance allowance = allowance(60L);
        allowance.learn(new Window(600, 600, Duration.ZERO), now);
        allowance.take(1, now);
        assertThat(allowance.until(1, now)).isCloseTo(SECOND, within());

        allowance = allowance(6_000L);
        allowance.learn(new Window(600, 500, Duration.ofSeconds(10)), now);
        allowance.take(10, now);
        assertThat(allowance.until(1, now)).isCloseTo(SECOND / 10, within());
    }

    @Test
    void believesTheProviderThatLessIsLeft() {
        Allowance allowance = allowance(600L);

        allowance.learn(new Window(600, 2, Duration.ofSeconds(59)), now);

        assertThat(allowance.until(2, now)).isZero();
        assertThat(allowance.until(3, now)).isCloseTo(SECOND / 10, within());
    }

    @Test
    void paces200ADayThatFillUpAsTimePasses() {
        Allowance allowance = allowance(null);

        // One is used, and is back after a 200th of a day; with none left it takes the whole day.
        allowance.learn(new Window(200, 0, Duration.ofDays(1)), now);

        assertThat(allowance.until(1, now)).isCloseTo(432 * SECOND, within());
    }

    @Test
    void spreadsWhatIsLeftOfADayThatFillsUpAtItsEnd() {
        Allowance allowance = allowance(null);

        allowance.learn(new Window(200, 199, Duration.ofDays(1)), now);
        allowance.take(1, now);

        assertThat(allowance.until(1, now)).isCloseTo(434 * SECOND, offsetOfSeconds(1));
    }

    @Test
    void takesNoWordOfANonsensicalLimit() {
        Allowance allowance = allowance(null);

        allowance.learn(new Window(0, -3, Duration.ofSeconds(-1)), now);

        assertThat(allowance.until(100, now)).isZero();
    }

    private Allowance allowance(@org.jspecify.annotations.Nullable Long perMinute) {
        Allowance allowance = new Allowance(perMinute, now);
        allowance.share(1, now);
        // Full, as it is after a while.
        now += 60 * SECOND;
        assertThat(allowance.until(1, now)).isZero();
        return allowance;
    }

    private static org.assertj.core.data.Offset<Long> within() {
        return org.assertj.core.api.Assertions.within(1_000L);
    }

    private static org.assertj.core.data.Offset<Long> offsetOfSeconds(long seconds) {
        return org.assertj.core.api.Assertions.within(seconds * SECOND);
    }
}
