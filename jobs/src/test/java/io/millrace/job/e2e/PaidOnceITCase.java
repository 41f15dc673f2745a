package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.connector.openai.stub.StubTotals;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every text is paid for once; after a crash those are paid for again that weren't in the index yet. */
@ExtendWith(EndToEnd.class)
class PaidOnceITCase {
    private static final int DOCUMENTS = 2_000;
    private static final int BATCH = 16;
    private static final int CONCURRENCY = 2;
    private static final int WRITE = 32;

    @Test
    void paysAgainAfterACrashForNoMoreThanWhatWasUnderWay(Servers servers) throws InterruptedException {
        try (Flow flow = new Flow(servers);
                StubOpenAi stub = StubOpenAi.start(
                        StubOptions.defaults().withCountedTexts().withLatency(Duration.ofMillis(100)))) {
            flow.set("embedding.base-url", stub.baseUrl().toString())
                    .set("embedding.batch-size", String.valueOf(BATCH))
                    .set("embedding.concurrency", String.valueOf(CONCURRENCY))
                    .set("qdrant.write-batch", String.valueOf(WRITE))
                    .set("job.checkpoint-interval", "1s")
                    .prepare();
            IntStream.range(0, DOCUMENTS)
                    .forEach(number -> flow.documents()
                            .send("document-" + number, "{\"text\": \"Ledger entry %d.\"}".formatted(number)));
            RunningJob job = flow.ingest();
            assertThat(stub.awaitCalls(DOCUMENTS / BATCH / 2, Duration.ofSeconds(60)))
                    .isTrue();

            servers.flink().failover();
            job.awaitRestarted();
            flow.index().await(points -> points.size() == DOCUMENTS);

            StubTotals totals = stub.totals();
            // A subtask's steps that wait, those that gather behind a write and the one in flight; half of all steps
            // are
            // chunks, the others end their documents.
            long bound = 2L * (3 * BATCH * CONCURRENCY + (4 + 1) * WRITE * 2);
            System.out.printf(
                    "PAID %d texts, the task manager killed after about half: %d answered again, %.4f of what is needed;"
                            + " at most %d could be%n",
                    DOCUMENTS, totals.repeatedTexts(), totals.inputs() / (double) DOCUMENTS, bound);
            assertThat(totals.distinctTexts()).isEqualTo(DOCUMENTS);
            assertThat(totals.repeatedTexts()).isLessThanOrEqualTo(bound);
            assertThat(flow.deadLetters().values()).isEmpty();
        }
    }
}
