package io.millrace.benchmark.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StubServerTest {
    @Test
    void latencyGoesInTheStubsOwnUnits() {
        assertThat(StubServer.latency("60ms", "15us"))
                .containsExactly("--latency-ms", "60.0", "--latency-us-per-token", "15.0");
    }

    @Test
    void aCheapStubTakesFourCharactersForAToken() {
        assertThat(StubServer.estimate("four")).isEqualTo(1);
        assertThat(StubServer.estimate("fives")).isEqualTo(2);
    }
}
