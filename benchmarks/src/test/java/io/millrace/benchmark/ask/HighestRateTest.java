package io.millrace.benchmark.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HighestRateTest {
    private final List<Double> tried = new ArrayList<>();

    @Test
    void doublesUntilARateIsNotHeldAndThenHalvesTheGap() throws Exception {
        assertThat(find(50, 1000, 130)).isEqualTo(125);

        assertThat(tried).containsExactly(50.0, 100.0, 200.0, 150.0, 125.0, 137.5);
    }

    @Test
    void triesNoRateBeyondTheMost() throws Exception {
        assertThat(find(50, 150, 9_999)).isEqualTo(150);

        assertThat(tried).containsExactly(50.0, 100.0, 150.0);
    }

    @Test
    void isZeroWhenNotEvenTheFirstRateIsHeld() throws Exception {
        assertThat(find(50, 1000, 10)).isZero();

        assertThat(tried).containsExactly(50.0);
    }

    private double find(double first, double most, double bears) throws Exception {
        return HighestRate.find(first, 0.1, most, rate -> {
            tried.add(rate);
            return rate <= bears;
        });
    }
}
