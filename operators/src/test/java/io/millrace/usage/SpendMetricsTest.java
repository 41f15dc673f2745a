package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Gauges;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpendMetricsTest {
    private final Gauges gauges = new Gauges();
    private final SpendMetrics spend = new SpendMetrics(
            gauges.task(),
            new PriceTable(
                    "USD",
                    LocalDate.of(2026, 11, 22),
                    Map.of("openai/chat", Price.parse("2.50 / 10"), "openai/small", Price.parse("0.02"))));

    @Test
    void countByModelAndTenant() {
        spend.add("openai/chat", "acme", new Usage(1, 100, 10));
        spend.add("openai/chat", "globex", new Usage(1, 200, 20));
        spend.add("openai/chat", "acme", new Usage(1, 100, 10));
        spend.add("openai/small", "acme", new Usage(1, 7, 0));

        assertThat(gauges.value("millrace.spend.model.openai/chat.requests")).isEqualTo(3L);
        assertThat(gauges.value("millrace.spend.model.openai/chat.tokens")).isEqualTo(440L);
        assertThat(gauges.value("millrace.spend.model.openai/chat.nanos")).isEqualTo(400 * 2_500L + 40 * 10_000L);
        assertThat(gauges.value("millrace.spend.model.openai/chat.tenant.acme.requests"))
                .isEqualTo(2L);
        assertThat(gauges.value("millrace.spend.model.openai/chat.tenant.globex.tokens"))
                .isEqualTo(220L);
        assertThat(gauges.value("millrace.spend.model.openai/small.tenant.acme.nanos"))
                .isEqualTo(140L);
    }

    @Test
    void countWhatIsNobodysInTheTotalAlone() {
        spend.add("openai/small", null, new Usage(1, 7, 0));

        assertThat(gauges.value("model.openai/small.tokens")).isEqualTo(7L);
        assertThat(gauges.found("tokens")).hasSize(1);
    }

    @Test
    void countTokensOfAModelWithoutAPrice() {
        spend.add("mine/large", "acme", new Usage(1, 7, 3));

        assertThat(gauges.value("model.mine/large.tokens")).isEqualTo(10L);
        assertThat(gauges.value("model.mine/large.nanos")).isEqualTo(0L);
    }

    @Test
    void countTheTenantsBeyondAHundredTogether() {
        for (int i = 0; i < SpendCounts.MOST_TENANTS + 7; i++) {
            spend.add("openai/small", "tenant-" + i, new Usage(1, 1, 0));
        }
        spend.add("openai/small", "tenant-3", new Usage(1, 1, 0));

        assertThat(gauges.value("model.openai/small.requests")).isEqualTo(108L);
        assertThat(gauges.value("tenant." + SpendCounts.OTHERS + ".requests")).isEqualTo(7L);
        assertThat(gauges.value("tenant.tenant-3.requests")).isEqualTo(2L);
    }
}
