package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveConcurrencyTest {
    private final AdaptiveConcurrency concurrency = new AdaptiveConcurrency(2, 16);

    @Test
    void beginsWithTheMost() {
        assertThat(concurrency.limit()).isEqualTo(16);
        concurrency.succeeded();
        assertThat(concurrency.limit()).isEqualTo(16);
    }

    @Test
    void isHalvedByAFailure() {
        concurrency.failed(10, 20);

        assertThat(concurrency.limit()).isEqualTo(8);
    }

    @Test
    void isHalvedOnceByAllThatWasInFlightTogether() {
        concurrency.failed(10, 20);
        concurrency.failed(11, 21);
        concurrency.failed(20, 22);
        assertThat(concurrency.limit()).isEqualTo(8);

        concurrency.failed(21, 30);
        assertThat(concurrency.limit()).isEqualTo(4);
    }

    @Test
    void staysAtTheLeast() {
        for (int i = 1; i < 100; i++) {
            concurrency.failed(i * 10L, i * 10L + 5);
        }

        assertThat(concurrency.limit()).isEqualTo(2);
    }

    @Test
    void growsByOneForARoundOfSuccesses() {
        concurrency.failed(10, 20);
        for (int i = 0; i < 7; i++) {
            concurrency.succeeded();
        }
        assertThat(concurrency.limit()).isEqualTo(8);

        concurrency.succeeded();
        assertThat(concurrency.limit()).isEqualTo(9);
    }

    @Test
    void keepsTheMostWhereTheLeastIsMore() {
        AdaptiveConcurrency single = new AdaptiveConcurrency(4, 1);

        single.failed(10, 20);

        assertThat(single.limit()).isEqualTo(1);
    }
}
