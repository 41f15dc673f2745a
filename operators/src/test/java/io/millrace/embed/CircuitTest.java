package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.Backoff;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long SECOND = 1_000_000_000L;

    private final Circuit circuit =
            new Circuit(new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(8)), new Random(1));

    @Test
    void opensWhenOneCallAfterAnotherFails() {
        for (int i = 0; i < 7; i++) {
            assertThat(circuit.failed(call(1), 0)).isFalse();
        }
        assertThat(circuit.until(0)).isZero();

        assertThat(circuit.failed(call(1), 0)).isTrue();

        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.until(0)).isBetween(SECOND, 2 * SECOND);
    }

    @Test
    void takesWhatFailedTogetherForOneFailure() {
        for (int i = 0; i < 100; i++) {
            circuit.failed(call(-SECOND), i);
        }

        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void staysClosedWhereSomeCallsAreAnswered() {
        for (int i = 0; i < 100; i++) {
            circuit.failed(call(1), 0);
            if (i % 7 == 6) {
                circuit.answered();
            }
        }

        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void letsOneProbeThroughWhenItIsTime() {
        open();

        assertThat(circuit.until(2 * SECOND)).isZero();
        assertThat(circuit.started()).isTrue();

        assertThat(circuit.until(100 * SECOND)).isEqualTo(Pace.UNTIL_AN_OUTCOME);
    }

    @Test
    void letsAnotherProbeThroughInPlaceOfOneThatWasCalledOff() {
        open();
        circuit.started();

        circuit.calledOff(true);

        assertThat(circuit.until(2 * SECOND)).isZero();
    }

    @Test
    void probesAtGrowingIntervals() {
        open();
        long[] least = {2, 4, 4};
        long now = 0;
        for (long seconds : least) {
            now += 100 * SECOND;
            circuit.started();
            circuit.failed(new Pace.Call(now, true), now);

            assertThat(circuit.until(now)).isBetween(seconds * SECOND, 2 * seconds * SECOND);
        }
    }

    @Test
    void goesByItsProbesOnceItIsOpen() {
        open();
        long wait = circuit.until(0);

        assertThat(circuit.failed(call(0), SECOND / 2)).isFalse();

        assertThat(circuit.until(0)).isEqualTo(wait);
    }

    @Test
    void closesWhenACallIsAnswered() {
        open();

        assertThat(circuit.answered()).isTrue();
        assertThat(circuit.answered()).isFalse();

        assertThat(circuit.until(0)).isZero();
        assertThat(circuit.started()).isFalse();
    }

    private static Pace.Call call(long sentAt) {
        return new Pace.Call(sentAt, false);
    }

    private void open() {
        for (int i = 0; i < 8; i++) {
            circuit.failed(call(1), 0);
        }
    }
}
