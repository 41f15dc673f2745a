package io.millrace.benchmark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmark.server.StubTotals;
import org.junit.jupiter.api.Test;

class RateShareTest {
    @Test
    void countsWhatWasAnsweredInTheTimeBetweenFirstAndLast() {
        RateShare share = RateShare.of(totals(310, 10, 285_000, 60), 600, 300_000, 0);

        assertThat(share.requests()).isEqualTo(0.5);
        assertThat(share.tokens()).isEqualTo(0.95);
        assertThat(share.binding()).isEqualTo(0.95);
    }

    @Test
    void theFirstBurstIsPartOfTheAllowance() {
        RateShare share = RateShare.of(totals(10, 0, 300_000, 50), 600, 300_000, 10);

        assertThat(share.tokens()).isEqualTo(1.2, within(1e-9));
        assertThat(share.ofAllowance()).isEqualTo(1, within(1e-9));
    }

    private static StubTotals totals(long requests, long rateLimited, long tokens, double seconds) {
        return new StubTotals(requests, 0, tokens, rateLimited, 0, 0, 1, seconds);
    }
}
