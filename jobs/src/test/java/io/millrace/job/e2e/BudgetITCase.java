package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.usage.BudgetPurse;
import io.millrace.usage.SpendCounts;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A budget is a limit of what the provider bills, whoever spends from it; nothing is lost, and all is paid once. */
@ExtendWith(EndToEnd.class)
class BudgetITCase {
    private static final String MODEL = "openai/text-embedding-3-small";
    private static final int DOCUMENTS = 200;

    private static final int BATCH = 4;
    /** Tokens in a full request at the most, as the job counts them: see the limits below. */
    private static final long REQUEST = BATCH * 64;
    /** A token costs 0.001. */
    private static final long BUDGET = 1_000;
    /** A fiftieth. */
    private static final long LEASE = BUDGET / 50;

    private final LogLines log = new LogLines(BudgetPurse.class);

    @BeforeEach
    void limit(Flow flow) {
        flow.set("prices.models." + MODEL, "1000")
                .set("embedding.budget", "1 USD/month")
                .set("embedding.batch-size", String.valueOf(BATCH))
                .set("embedding.options.max-input-tokens", "64")
                .set("chunking.max-tokens", "48")
                .set("chunking.embed-with", "none");
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void stopsWithinABatchOfTheBudgetAndLosesNothing(Flow flow) {
        flow.set("job.parallelism", "1");
        RunningJob job = flow.ingest();
        send(flow, 0, DOCUMENTS);

        awaitSpent(1);

        long billed = billed(flow);
        assertThat(billed).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET - LEASE - largestRequest(flow));
        assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).isZero();
        job.close();
        assertThat(spentLines()).isEqualTo(1);

        // What is there is paid, and what isn't waits in the topic.
        flow.set("embedding.budget", "100 USD/month");
        RunningJob next = flow.ingest();
        flow.index().await(points -> points.size() == DOCUMENTS);

        assertThat(next.restarts()).isZero();
        assertThat(flow.deadLetters().values()).isEmpty();
        assertThatEachTextWasPaidOnce(flow);
    }

    @Test
    void holdsForAllSubtasksJobsAndStarts(Flow flow) {
        RunningJob first = flow.ingest();
        send(flow, 0, DOCUMENTS);
        // Each of its two subtasks says so.
        awaitSpent(2);
        long billed = billed(flow);
        assertThat(billed).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET - 2 * (LEASE + largestRequest(flow)));

        // Another job on the collection, while the first one waits.
        RunningJob second = flow.set("kafka.group-id", flow.name() + "-second").ingest();
        awaitSpent(4);
        assertThat(billed(flow)).isLessThanOrEqualTo(BUDGET);
        second.close();
        first.close();

        // And one that knows nothing of them.
        RunningJob third = flow.ingest();
        awaitSpent(6);
        assertThat(billed(flow)).isLessThanOrEqualTo(BUDGET);
        assertThat(third.restarts() + second.restarts() + first.restarts()).isZero();
        assertThat(flow.deadLetters().values()).isEmpty();
    }

    @Test
    void countsWhatEachTenantsTextsCostAndPaysForEqualOnesOnce(Flow flow) {
        // Each subtask has a memory of its own of the texts that it asked for.
        flow.set("job.parallelism", "1")
                .set("documents.bounded", "true")
                .set("embedding.budget", "100 USD/month")
                .prepare();
        long time = System.currentTimeMillis() - 60_000;
        for (int i = 0; i < 40; i++) {
            flow.documents().sendAt(time + i, "doc-" + i, i % 4 == 0 ? "acme" : "globex", text(i / 2));
        }

        Map<String, Long> counts = flow.ingest().result();

        long tokens = spent(counts, "", "tokens");
        assertThat(tokens).isEqualTo(billed(flow)).isEqualTo(counts.get("tokens"));
        assertThat(spent(counts, "acme", "tokens") + spent(counts, "globex", "tokens"))
                .isEqualTo(tokens);
        assertThat(spent(counts, "", "nanos")).isEqualTo(tokens * 1_000_000);
        assertThat(spent(counts, "", "requests")).isEqualTo(flow.stub().calls().size());
        assertThat(flow.index().count()).isEqualTo(40);
        assertThat(flow.stub().calls().stream().mapToLong(StubCall::inputs).sum())
                .isEqualTo(20);
    }

    @Test
    void saysInAnswersWhatTheyCost(Flow flow) {
        flow.ingest();
        flow.documents().send("mill", "{\"text\": \"A mill for barley.\"}");
        flow.index().await(points -> points.size() == 1);
        flow.query();

        JsonNode usage = flow.request("\"type\": \"search\", \"query\": \"which mill\"")
                .json()
                .at("/usage/embedding");

        BigDecimal expected = new BigDecimal(usage.path("inputTokens").asText()).movePointLeft(3);
        assertThat(expected).isPositive();
        assertThat(usage.at("/cost/amount").decimalValue()).isEqualByComparingTo(expected);
        assertThat(usage.at("/cost/currency").asText()).isEqualTo("USD");
    }

    private void awaitSpent(int subtasks) {
        var unused = Await.until(this::spentLines, lines -> lines >= subtasks);
    }

    private int spentLines() {
        return log.with("is spent: embedding pauses until").size();
    }

    private static long billed(Flow flow) {
        return flow.stub().totals().tokensBilled();
    }

    /** In tokens; less than the job must reckon with. */
    private static long largestRequest(Flow flow) {
        long largest =
                flow.stub().calls().stream().mapToLong(StubCall::tokens).max().orElseThrow();
        assertThat(largest).isLessThanOrEqualTo(REQUEST);
        return largest;
    }

    private static void assertThatEachTextWasPaidOnce(Flow flow) {
        assertThat(flow.stub().calls().stream().mapToLong(StubCall::inputs).sum())
                .isEqualTo(DOCUMENTS);
    }

    private static long spent(Map<String, Long> counts, String tenant, String what) {
        return counts.getOrDefault(SpendCounts.name(MODEL, tenant.isEmpty() ? null : tenant, what), -1L);
    }

    private static void send(Flow flow, int from, int until) {
        IntStream.range(from, until).forEach(i -> flow.documents().send("document-" + i, text(i)));
    }

    private static String text(int number) {
        return "{\"text\": \"Document %d of many, which says a few words that cost something.\"}".formatted(number);
    }
}
