package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.dryrun.Terms;
import io.millrace.usage.Price;
import io.millrace.usage.SpendCounts;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendSummaryTest {
    private static final String MODEL = "openai/text-embedding-3-small";

    private final Map<String, Long> counted = new LinkedHashMap<>();

    @Test
    void saysWhatWasSpentAndByWhom() {
        spent(null, 95, 612_345, 12_246_900);
        spent("globex", 40, 212_345, 4_246_900);
        spent("acme", 55, 400_000, 8_000_000);
        counted.put("records", 7L);

        assertThat(SpendSummary.lines(counted, terms(Price.parse("0.02"))))
                .containsExactly(
                        "cost     0.012247 USD: 95 requests, 612,345 tokens of " + MODEL + " (prices of 2026-11-22)",
                        "         acme: 0.008 USD, 400,000 tokens",
                        "         globex: 0.004247 USD, 212,345 tokens");
    }

    @Test
    void saysThatAPriceIsUnknown() {
        spent(null, 95, 612_345, 0);

        assertThat(SpendSummary.lines(counted, terms(null)))
                .containsExactly("cost     unknown: 95 requests, 612,345 tokens of " + MODEL
                        + ", whose price isn't in prices.models");
    }

    @Test
    void saysNothingOfMoneyWhereThereIsNone() {
        spent(null, 95, 612_345, 0);
        spent("acme", 55, 400_000, 0);

        assertThat(SpendSummary.lines(counted, terms(Price.FREE)))
                .containsExactly(
                        "cost     nothing: 95 requests, 612,345 tokens of " + MODEL, "         acme: 400,000 tokens");
    }

    @Test
    void namesTheTenThatSpentMost() {
        spent(null, 78, 78, 78);
        for (int i = 1; i <= 12; i++) {
            spent("tenant-" + i, i, i, i);
        }

        assertThat(SpendSummary.lines(counted, terms(Price.parse("0.02"))))
                .hasSize(12)
                .noneMatch(line -> line.contains("tenant-2:"))
                .last()
                .isEqualTo("         and 2 more tenants");
    }

    @Test
    void isEmptyWhereNoModelWasCalled() {
        spent(null, 0, 0, 0);

        assertThat(SpendSummary.lines(counted, terms(Price.FREE))).isEmpty();
        assertThat(SpendSummary.lines(Map.of("records", 7L), terms(Price.FREE))).isEmpty();
    }

    private void spent(@Nullable String tenant, long requests, long tokens, long nanos) {
        counted.put(SpendCounts.name(MODEL, tenant, "requests"), requests);
        counted.put(SpendCounts.name(MODEL, tenant, "tokens"), tokens);
        counted.put(SpendCounts.name(MODEL, tenant, "nanos"), nanos);
    }

    private static Terms terms(@Nullable Price price) {
        return new Terms(MODEL, price, "USD", LocalDate.of(2026, 11, 22), null);
    }
}
