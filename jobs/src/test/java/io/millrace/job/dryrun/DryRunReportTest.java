package io.millrace.job.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.document.json.Json;
import io.millrace.plan.LetterCounts;
import io.millrace.usage.Budget;
import io.millrace.usage.Price;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DryRunReportTest {
    private static final Map<String, Long> COUNTS = Map.ofEntries(
            Map.entry("records", 1_127L),
            Map.entry("documents", 1_000L),
            Map.entry("unchanged", 100L),
            Map.entry("superseded", 2L),
            Map.entry("outdated", 1L),
            Map.entry("deletes", 4L),
            Map.entry("added", 2_000L),
            Map.entry("moved", 20L),
            Map.entry("kept", 30L),
            Map.entry("removed", 40L),
            Map.entry("gone", 7L),
            Map.entry("estimate-tokens", 50_000_000L),
            Map.entry("estimate-all-tokens", 50_000_100L),
            Map.entry("estimate-texts", 1_990L),
            Map.entry("estimate-requests", 16L),
            Map.entry(LetterCounts.PREFIX + "read malformed-json", 12L),
            Map.entry(LetterCounts.PREFIX + "parse damaged-document", 8L));

    @Test
    void saysWhatWouldBeDoneAndWhatItWouldCost() {
        assertThat(report(Price.parse("0.02"), "0.30 USD/day").lines())
                .containsExactly(
                        "dry run  nothing was written, and no model was called",
                        "records  1,127 in = 1,000 to index + 100 unchanged + 3 superseded + 4 to delete + 20 dead letters",
                        "         8 dead letters: parse damaged-document",
                        "         12 dead letters: read malformed-json",
                        "chunks   2,000 to embed, 20 to move, 30 to keep, 40 to remove",
                        "tokens   50,000,000 in 1,990 texts, in 16 requests or more; 50,000,100 if equal texts were sent"
                                + " each time",
                        "prune    7 documents that the source no longer has",
                        "cost     1.00 USD of openai/m (prices of 2026-11-22)",
                        "budget   0.30 USD/day: it would take 4 periods (day)");
    }

    @Test
    void saysThatAPriceIsNotKnown() {
        DryRunReport report = report(null, null);

        assertThat(report.lines()).last().isEqualTo("cost     unknown: prices.models has no price of openai/m");
        assertThat(report.cost()).isNull();
        assertThat(report.json().has("cost")).isFalse();
    }

    @Test
    void isJsonForAProgram() throws JsonProcessingException {
        String json = report(Price.parse("0.02"), "0.30 USD/day").json().toString();

        // Read again: types of numbers differ from those of a tree that was made.
        assertThat(Json.MAPPER.readTree(json)).isEqualTo(Json.MAPPER.readTree("""
                        {
                          "records": {"read": 1127, "index": 1000, "unchanged": 100, "superseded": 3, "delete": 4},
                          "deadLetters": {"parse damaged-document": 8, "read malformed-json": 12},
                          "chunks": {"embed": 2000, "move": 20, "keep": 30, "remove": 40},
                          "prune": 7,
                          "model": "openai/m",
                          "texts": 1990,
                          "tokens": 50000000,
                          "allTokens": 50000100,
                          "requests": 16,
                          "cost": {"amount": 1.000000000, "currency": "USD"},
                          "pricesAsOf": "2026-11-22",
                          "budget": {"amount": 0.300000000, "currency": "USD", "period": "day"}
                        }"""));
    }

    private static DryRunReport report(@Nullable Price price, @Nullable String budget) {
        return new DryRunReport(
                COUNTS,
                new Terms(
                        "openai/m",
                        price,
                        "USD",
                        LocalDate.of(2026, 11, 22),
                        budget == null ? null : Budget.parse(budget)));
    }
}
