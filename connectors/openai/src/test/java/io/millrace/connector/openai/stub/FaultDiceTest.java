package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.openai.stub.StubCall.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FaultDiceTest {
    private static final Map<Fault, Double> STORM = Map.of(
            Fault.rateLimited("1"), 0.15, Fault.rateLimited(), 0.15, Fault.status(500), 0.05, Fault.hang(), 0.02);

    @Test
    void throwsTheSameFaultsForTheSameSeed() {
        assertThat(thrown(7, 1000)).isEqualTo(thrown(7, 1000)).isNotEqualTo(thrown(8, 1000));
    }

    @Test
    void throwsEachAsOftenAsItsShare() {
        List<String> thrown = thrown(7, 100_000);

        STORM.forEach((fault, share) -> assertThat(Collections.frequency(thrown, fault.toString()) / 100_000.0)
                .isBetween(share * 0.9, share * 1.1));
        assertThat(Collections.frequency(thrown, "null") / 100_000.0).isBetween(0.62, 0.64);
    }

    @Test
    void refusesSharesThatCantBe() {
        assertThatThrownBy(() -> new FaultDice(0, Map.of(Fault.hang(), 0.6, Fault.reset(), 0.5)))
                .hasMessageStartingWith("shares must be at least 0 and at most 1 together");
        assertThatThrownBy(() -> new FaultDice(0, Map.of(Fault.hang(), -0.1)))
                .hasMessageStartingWith("shares must be at least 0 and at most 1 together");
    }

    @Test
    void strikesTheShareOfCallsAndAnswersTheRest() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults())) {
            stub.failAtRandom(1, Map.of(Fault.status(500), 0.5, Fault.Spoiled.NOT_A_NUMBER, 0.1));
            for (int call = 0; call < 40; call++) {
                StubClient.of(stub).embed("a");
            }

            StubTotals totals = stub.totals();
            assertThat(totals.answered()).isBetween(1L, 39L);
            assertThat(totals.answered() + totals.failed()).isEqualTo(40);
            assertThat(stub.calls()).extracting(StubCall::outcome).contains(Outcome.ANSWERED, Outcome.FAULTED);
        }
    }

    private static List<String> thrown(long seed, int times) {
        FaultDice dice = new FaultDice(seed, STORM);
        List<String> thrown = new ArrayList<>();
        for (int call = 0; call < times; call++) {
            thrown.add(Objects.toString(dice.take()));
        }
        return thrown;
    }
}
