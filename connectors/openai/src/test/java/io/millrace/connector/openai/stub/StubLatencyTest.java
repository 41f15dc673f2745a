package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StubLatencyTest {
    @Test
    void takesABaseAndMoreForEachToken() {
        StubOptions options = StubOptions.defaults().withLatency(Duration.ofMillis(60), Duration.ofNanos(15_500));

        assertThat(options.latencyNanos(0)).isEqualTo(60_000_000);
        assertThat(options.latencyNanos(1000)).isEqualTo(75_500_000);
    }

    @Test
    void answersNoSooner() throws IOException, InterruptedException {
        Duration base = Duration.ofMillis(20);
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withLatency(base, Duration.ofMillis(5)))) {
            StubClient.of(stub).embed("one two", "three");

            StubCall call = stub.calls().get(0);
            assertThat(Duration.between(call.at(), call.end())).isGreaterThanOrEqualTo(Duration.ofMillis(35));
        }
    }

    @Test
    void writesAChatsAnswerTokenByToken() throws IOException, InterruptedException {
        try (StubOpenAi stub =
                StubOpenAi.start(StubOptions.defaults().withLatency(Duration.ZERO, Duration.ofMillis(2)))) {
            stub.replyNext("one two three four five");
            StubClient.of(stub).ask("Why?");

            StubCall call = stub.calls().get(0);
            assertThat(call.outputTokens()).isEqualTo(5);
            assertThat(Duration.between(call.at(), call.end())).isGreaterThanOrEqualTo(Duration.ofMillis(10));
        }
    }

    @Test
    void keepsWhenACallArrivedAndEnded() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults())) {
            StubClient.of(stub).embed("a");
            StubClient.of(stub).embed("b");

            StubCall first = stub.calls().get(0);
            StubCall second = stub.calls().get(1);
            assertThat(first.at()).isBefore(first.end());
            assertThat(first.end()).isBefore(second.at());
        }
    }
}
