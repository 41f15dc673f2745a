package io.millrace.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    @Test
    void takesTheMiddleOfAnOddCount() {
        var distribution = Distribution.of(new double[] {9, 1, 2});

        assertThat(distribution.median()).isEqualTo(2);
        assertThat(distribution.max()).isEqualTo(9);
        // Between 2 and 9 at 0.95 * 2 = 1.9: 2 + 0.9 * 7.
        assertThat(distribution.p95()).isCloseTo(8.3, CLOSE);
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleOfAnEvenCount() {
        var distribution = Distribution.of(new double[] {4, 1, 3, 2});

        assertThat(distribution.median()).isEqualTo(2.5);
        // Between 3 and 4 at 0.95 * 3 = 2.85.
        assertThat(distribution.p95()).isCloseTo(3.85, CLOSE);
    }

    @Test
    void findsThe95thAndThe99thOfAHundredAndOne() {
        var distribution =
                Distribution.of(IntStream.rangeClosed(0, 100).asDoubleStream().toArray());

        assertThat(distribution.p95()).isCloseTo(95, CLOSE);
        assertThat(distribution.p99()).isCloseTo(99, CLOSE);
    }

    @Test
    void dividesTheDeviationByTheCount() {
        // Mean 5; squares 9, 1, 1, 1, 0, 0, 4, 16, together 32; 32 / 8 = 4.
        var distribution = Distribution.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9});

        assertThat(distribution.mean()).isCloseTo(5, CLOSE);
        assertThat(distribution.deviation()).isCloseTo(2, CLOSE);
    }

    @Test
    void isOneNumbersOwn() {
        assertThat(Distribution.of(new double[] {7})).isEqualTo(new Distribution(7, 0, 7, 7, 7, 7));
    }

    @Test
    void refusesNoNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distribution.of(new double[0]))
                .withMessage("a distribution needs at least one number");
    }
}
