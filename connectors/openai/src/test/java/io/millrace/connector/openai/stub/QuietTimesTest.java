package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietTimesTest {
    private static final long MILLI = 1_000_000;

    private final QuietTimes quiet = new QuietTimes();

    @Test
    void excusesWhatWasOnTheWireAndNothingLater() {
        quiet.ask(0, 1000 * MILLI);

        quiet.arrived(19 * MILLI);
        assertThat(quiet.broken()).isEqualTo(1);
        assertThat(quiet.brokenBeyondGrace()).isZero();

        quiet.arrived(999 * MILLI);
        assertThat(quiet.broken()).isEqualTo(2);
        assertThat(quiet.brokenBeyondGrace()).isEqualTo(1);
    }

    @Test
    void isOverWhenTheLongestWaitIs() {
        quiet.ask(0, 1000 * MILLI);
        quiet.ask(10 * MILLI, 500 * MILLI);

        quiet.arrived(600 * MILLI);
        quiet.arrived(1000 * MILLI);

        assertThat(quiet.broken()).isEqualTo(1);
        assertThat(quiet.brokenBeyondGrace()).isEqualTo(1);
    }

    @Test
    void holdsALaterWaitAgainstNobodyWhoKeptToTheEarlier() {
        quiet.ask(0, 100 * MILLI);
        quiet.ask(95 * MILLI, 300 * MILLI);

        quiet.arrived(101 * MILLI);

        assertThat(quiet.broken()).isEqualTo(1);
        assertThat(quiet.brokenBeyondGrace()).isZero();
    }
}
