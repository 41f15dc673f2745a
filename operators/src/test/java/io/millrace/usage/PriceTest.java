package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 20", "1000000, 20000000", "1000001, 20000020", "612345, 12246900"})
    void tokensReadCostTheirPrice(long tokens, long nanos) {
        assertThat(Price.parse("0.02").cost(tokens, 0)).isEqualTo(nanos);
    }

    @Test
    void aPartOfANanoIsAWholeOne() {
        assertThat(new Price(1, 0).cost(1, 0)).isEqualTo(1);
        assertThat(new Price(1, 1).cost(500_000, 500_000)).isEqualTo(1);
        assertThat(new Price(1, 1).cost(500_000, 500_001)).isEqualTo(2);
    }

    @Test
    void tokensReadAndWrittenAreAddedUp() {
        assertThat(Price.parse("2.50 / 10").cost(2_000_000, 1_000_000)).isEqualTo(15_000_000_000L);
    }

    @Test
    void theLargestAmountsAreExactOrRefused() {
        assertThat(Price.parse("1000 / 1000").cost(999_999, 999_999)).isEqualTo(1_999_998_000_000L);
        assertThatThrownBy(() -> Price.parse("1000").cost(1L << 60, 0)).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.02", "2.50 / 10.00", "0.00", "1000.00"})
    void areWrittenAsTheyAreRead(String text) {
        assertThat(Price.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "free", "-1", "1000.000000001", "0.02 USD", "1 / 2 / 3", "1/", "1e3", "0.0000000001"})
    void refuseWhatIsNone(String text) {
        assertThatThrownBy(() -> Price.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModelIsFoundByItsProviderBeforeItsNameAlone() {
        PriceTable table = new PriceTable(
                "USD",
                LocalDate.of(2026, 11, 22),
                Map.of(
                        "openai/m", Price.parse("1"),
                        "m", Price.parse("2"),
                        "n", Price.parse("4"),
                        "openai/*", Price.parse("3")));

        assertThat(table.of("openai", "m")).isEqualTo(Price.parse("1"));
        assertThat(table.of("azure", "m")).isEqualTo(Price.parse("2"));
        assertThat(table.of("openai", "n")).isEqualTo(Price.parse("3"));
        assertThat(table.of("azure", "o")).isNull();
    }

    @Test
    void moneyIsShownShortAndNeverAsNothing() {
        assertThat(new Money(12_300_000, "USD")).hasToString("0.0123 USD");
        assertThat(new Money(20_000_000_000L, "USD")).hasToString("20.00 USD");
        assertThat(new Money(1_234_567_890L, "USD")).hasToString("1.234568 USD");
        assertThat(new Money(7, "USD")).hasToString("0.000000007 USD");
        assertThat(new Money(0, "USD")).hasToString("0.00 USD");
    }

    @ParameterizedTest
    @CsvSource({
        "20 USD/hour, 2026-11-30T23:00:00Z, 2026-12-01T00:00:00Z",
        "20 USD/day, 2026-11-30T00:00:00Z, 2026-12-01T00:00:00Z",
        "20 USD/month, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z"
    })
    void aBudgetsPeriodIsOfTheCalendarInUtc(String budget, Instant start, Instant end) {
        Budget parsed = Budget.parse(budget);

        Budget.Window window = parsed.window(Instant.parse("2026-11-30T23:59:59.999Z"));

        assertThat(window.end()).isEqualTo(end);
        assertThat(parsed.window(start)).isEqualTo(window);
        assertThat(parsed.window(start.minusNanos(1))).isNotEqualTo(window);
        assertThat(parsed.window(end)).isNotEqualTo(window);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "20 USD", "20 usd/day", "USD 20/day", "20 USD/week", "0 USD/day", "-1 USD/day"})
    void aBudgetRefusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Budget.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
