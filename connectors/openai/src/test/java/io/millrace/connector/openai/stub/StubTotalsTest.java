package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StubTotalsTest {
    @Test
    void addsUpWhatIsAnsweredBilledAndFailed() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults())) {
            StubClient client = StubClient.of(stub);
            stub.failNext(Fault.rateLimited(), Fault.status(500), Fault.Spoiled.NOT_A_NUMBER);
            client.embed("one two", "three");
            client.embed("one two", "three");
            client.embed("one two", "three");
            client.embed("one two", "three");
            client.embed("");

            StubTotals totals = stub.totals();
            assertThat(totals.calls()).isEqualTo(5);
            assertThat(totals.answered()).isEqualTo(1);
            assertThat(totals.inputs()).isEqualTo(2);
            assertThat(totals.tokensAnswered()).isEqualTo(3);
            assertThat(totals.tokensBilled()).isEqualTo(6);
            assertThat(totals.rateLimited()).isEqualTo(1);
            assertThat(totals.failed()).isEqualTo(3);
            assertThat(totals.peakInFlight()).isEqualTo(1);
            assertThat(totals.spanNanos()).isPositive();
        }
    }

    @Test
    void billsAnAnswerThatWasCutOff() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults())) {
            stub.failNext(Fault.truncated(), Fault.reset());
            StubClient client = StubClient.of(stub);
            Assertions.assertThatThrownBy(() -> client.embed("one two")).isInstanceOf(IOException.class);
            Assertions.assertThatThrownBy(() -> client.embed("one two")).isInstanceOf(IOException.class);

            assertThat(stub.totals().tokensBilled()).isEqualTo(2);
            assertThat(stub.totals().tokensAnswered()).isZero();
        }
    }

    @Test
    void addsUpWithoutKeepingCalls() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withoutKeptCalls())) {
            StubClient.of(stub).embed("a");

            assertThat(stub.calls()).isEmpty();
            assertThat(stub.totals().answered()).isEqualTo(1);
        }
    }

    @Test
    void findsTextsThatWereEmbeddedTwice() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withCountedTexts())) {
            StubClient client = StubClient.of(stub);
            stub.failNext(Fault.status(500));
            client.embed("a", "b");
            client.embed("a", "b");
            client.embed("b", "c");

            assertThat(stub.timesAnswered("a")).isEqualTo(1);
            assertThat(stub.timesAnswered("b")).isEqualTo(2);
            assertThat(stub.timesAnswered("d")).isZero();
            assertThat(stub.totals().distinctTexts()).isEqualTo(3);
            assertThat(stub.totals().repeatedTexts()).isEqualTo(1);
        }
    }

    @Test
    void keepsTheCountsOfManyTextsApart() {
        TextCounts counts = new TextCounts();
        for (int text = 0; text < 100_000; text++) {
            counts.add(TextHash.of("text " + text), 1 + text % 2);
        }

        assertThat(counts.distinct()).isEqualTo(100_000);
        assertThat(counts.repeats()).isEqualTo(50_000);
        assertThat(counts.count(TextHash.of("text 77777"))).isEqualTo(2);
        counts.add(TextHash.of("text 77777"), -1);
        assertThat(counts.repeats()).isEqualTo(49_999);
    }

    @Test
    void forgetsWhenToldTo() throws IOException, InterruptedException {
        try (StubOpenAi stub =
                StubOpenAi.start(StubOptions.defaults().withCountedTexts().withRates(1, 0))) {
            StubClient client = StubClient.of(stub);
            client.embed("a");
            stub.forget();

            assertThat(stub.totals().calls()).isZero();
            assertThat(stub.totals().distinctTexts()).isZero();
            assertThat(client.embed("a").statusCode()).isEqualTo(200);
            assertThat(stub.totals().early()).isZero();
        }
    }
}
