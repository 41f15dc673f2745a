package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SharedRatesTest {
    private final ManualTiming timing = new ManualTiming();

    @Test
    void callersOfOneJobUseTheirSharesTogether() {
        try (SharedRates first = open("job", 0.25);
                SharedRates second = open("job", 0.25);
                SharedRates further = open("job", 0);
                SharedRates other = open("another job", 0.25)) {
            assertThat(second.rates()).isSameAs(first.rates());
            assertThat(further.rates()).isSameAs(first.rates());
            assertThat(first.rates().share()).isEqualTo(0.5);
            assertThat(other.rates().share()).isEqualTo(0.25);
        }
    }

    @Test
    void aCallerThatGoesTakesItsShareAlong() {
        try (SharedRates first = open("job", 0.5)) {
            SharedRates second = open("job", 0.5);

            second.close();
            second.close();

            assertThat(first.rates().share()).isCloseTo(0.5, within(1e-9));
        }
    }

    @Test
    void aJobWithoutAnySharesHasAllOfIt() {
        try (SharedRates only = open("job", 0)) {
            assertThat(only.rates().share()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsLeftOfAJobThatIsOver() {
        SharedRates before = open("job", 1);
        ProviderRates rates = before.rates();
        before.close();

        try (SharedRates after = open("job", 1)) {
            assertThat(after.rates()).isNotSameAs(rates);
        }
    }

    @Test
    void aPauseThatOneWasAskedForIsKeptByAll() {
        try (SharedRates first = open("job", 0.5);
                SharedRates second = open("job", 0.5)) {
            long now = timing.nanos();
            first.rates().pauseUntil(now + Duration.ofSeconds(3).toNanos());
            first.rates().pauseUntil(now + Duration.ofSeconds(1).toNanos());

            assertThat(second.rates().tryStart(now))
                    .isEqualTo(Duration.ofSeconds(3).toNanos());

            timing.pass(Duration.ofSeconds(3));
            assertThat(second.rates().tryStart(timing.nanos())).isZero();
        }
    }

    private SharedRates open(String job, double share) {
        return SharedRates.open(PaceSettings.unbounded(job), share, timing);
    }
}
