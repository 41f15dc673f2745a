package io.millrace.benchmark.ask;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.ask.Tally.Counted;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(3);

    @Test
    void countsFromWhenARequestWasDueToItsFirstAnswer() {
        for (int number = 0; number < 3; number++) {
            tally.due(number, 1_000_000);
            tally.came(number, (2 + number) * 1_000_000L, true, Map.of("embed", 20.0 + number));
        }
        tally.came(0, 900_000_000, true, Map.of());

        Counted counted = tally.counted();

        assertThat(counted.millis()).isNotNull();
        assertThat(counted.millis().median()).isEqualTo(2);
        assertThat(counted.millis().max()).isEqualTo(3);
        assertThat(counted.stages())
                .hasEntrySatisfying("embed", embed -> assertThat(embed.median()).isEqualTo(21));
        assertThat(counted.doubled()).isEqualTo(1);
        assertThat(counted.missing()).isZero();
        assertThat(counted.held(Duration.ofMillis(4))).isFalse();
    }

    @Test
    void findsWhatIsMissingAndWhatFailed() {
        tally.came(0, 1, true, Map.of());
        tally.came(1, 1, false, Map.of());

        Counted counted = tally.counted();

        assertThat(counted.missing()).isEqualTo(1);
        assertThat(counted.failed()).isEqualTo(1);
        assertThat(counted.held(Duration.ofSeconds(1))).isFalse();
    }

    @Test
    void holdsWhenAllAreAnsweredOnceInTime() {
        for (int number = 0; number < 3; number++) {
            tally.came(number, 1_000_000, true, Map.of());
        }

        assertThat(tally.counted().held(Duration.ofMillis(2))).isTrue();
        assertThat(tally.counted().held(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void saysThatNothingCameWhereNothingDid() throws InterruptedException {
        tally.await(Duration.ZERO);

        assertThat(tally.counted().millis()).isNull();
        assertThat(tally.counted().missing()).isEqualTo(3);
    }
}
