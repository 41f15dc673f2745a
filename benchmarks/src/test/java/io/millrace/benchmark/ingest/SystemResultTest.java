package io.millrace.benchmark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.server.StubTotals;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemResultTest {
    private static final TextCorpus CORPUS = new TextCorpus(Path.of("."), 640, 100_000);

    @Test
    void aRateIsTheMedianOfItsRoundsWithBothEnds() {
        SystemResult result = SystemResult.of("it", CORPUS, 64, List.of(round(2, 10), round(1, 10), round(4, 10)));

        assertThat(result.textsPerSecond()).isEqualTo(new SystemResult.Spread(320, 160, 640));
    }

    @Test
    void requestsStandAgainstTheLeastPossible() {
        SystemResult result = SystemResult.of("it", CORPUS, 64, List.of(round(1, 20)));

        assertThat(result.requestsPerThousand()).isEqualTo(31.25);
        assertThat(result.leastPerThousand()).isEqualTo(15.625);
        assertThat(result.fill()).isEqualTo(0.5);
    }

    @Test
    void theSteadyRateHasNoStartAndNoEnd() {
        SystemResult result = SystemResult.of("it", CORPUS, 64, List.of(round(2, 10)));

        assertThat(result.steadyTextsPerSecond().median()).isEqualTo(640);
    }

    @Test
    void whatIsBilledAndWhatProcessorsTakeIsCountedPerToken() {
        SystemResult result = SystemResult.of("it", CORPUS, 64, List.of(round(1, 10)));

        assertThat(result.billed()).isEqualTo(1.1, within(1e-9));
        assertThat(result.processorMicros()).isEqualTo(781.25, within(1e-9));
    }

    @Test
    void aShareIsOfMedians() {
        var rate = new SystemResult.Spread(950, 900, 1_200);
        var ceiling = new SystemResult.Spread(1_000, 500, 1_001);

        assertThat(SystemResult.share(rate, ceiling)).isEqualTo(0.95);
    }

    private static Measured round(double seconds, long requests) {
        StubTotals stub = new StubTotals(requests, 640, 110_000, 0, 0, 0, 8, 1);
        return new Measured(seconds, 0.5, 1, 1, stub, 640, List.of(), 0);
    }
}
