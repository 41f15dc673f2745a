package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.connector.openai.stub.StubTotals;
import io.millrace.embed.EmbeddingBatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobStatus;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A provider that fails in every way that passes, and then is out: it costs time, and nothing else. The outage lasts until
 * it was probed some times; {@code -Dmillrace.outage=SECONDS} makes it last longer.
 */
@ExtendWith(EndToEnd.class)
class StormITCase {
    private static final int DOCUMENTS = 400;
    private static final int BATCH = 8;
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("millrace.outage", 0));

    /** 30 % 429, some of which say for how long; 5 % of the server's own errors; 2 % that never answer. */
    private static final Map<Fault, Double> STORM = Map.of(
            Fault.rateLimited("0.2"), 0.15, Fault.rateLimited(), 0.15, Fault.status(500), 0.05, Fault.hang(), 0.02);

    @Test
    void losesNothingAndFailsNothing(Flow flow) throws InterruptedException {
        String pace = EmbeddingBatcher.class.getPackageName() + ".Pace";
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withCountedTexts());
                LogLines log = new LogLines(LogManager.getLogger(pace))) {
            stub.failAtRandom(42, STORM);
            flow.set("embedding.base-url", stub.baseUrl().toString())
                    .set("embedding.batch-size", String.valueOf(BATCH))
                    .set("embedding.timeout", "2s")
                    .set("job.checkpoint-interval", "1s");
            RunningJob job = flow.ingest();
            send(flow, 0, DOCUMENTS / 2);
            flow.index().await(points -> points.size() == DOCUMENTS / 2);
            StubTotals storm = stub.totals();

            stub.failUntilRecovered(Fault.status(503));
            send(flow, DOCUMENTS / 2, DOCUMENTS);
            long begun = System.nanoTime();
            awaitOutage(stub, (int) storm.calls());
            long outage = System.nanoTime() - begun;
            long calls = stub.totals().calls() - storm.calls();
            stub.recover();
            stub.failAtRandom(43, Map.of());
            long recovered = System.nanoTime();
            flow.index().await(points -> points.size() == DOCUMENTS);
            long drained = System.nanoTime() - recovered;

            StubTotals all = stub.totals();
            System.out.printf(
                    "STORM %d texts: lost 0, answered again %d (left by their client: %d calls), restarts %d, checkpoints"
                            + " failed %d of %d; in the storm %d calls, %d of them 429, %d failed otherwise; outage of %.1f s,"
                            + " %d calls in it, drained in %.1f s; %d warnings%n",
                    DOCUMENTS,
                    all.repeatedTexts(),
                    all.abandoned(),
                    job.restarts(),
                    job.failedCheckpoints(),
                    job.failedCheckpoints() + job.checkpoints(),
                    storm.calls(),
                    storm.rateLimited(),
                    storm.failed(),
                    outage / 1e9,
                    calls,
                    drained / 1e9,
                    log.with("").size());
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
            assertThat(job.restarts()).isZero();
            assertThat(flow.deadLetters().values()).isEmpty();
            // What the client gave up may have been billed; nothing else is asked for twice.
            assertThat(all.repeatedTexts()).isLessThanOrEqualTo(all.abandoned() * BATCH);
            // Two subtasks, of at most eight calls each when it began; then a probe a second at the most.
            assertThat(calls).isLessThan(2 * (8 + 8) + 2 * (long) (outage / 1e9 + 1));
            // For each subtask: in trouble, and out.
            assertThat(log.with("").size()).isBetween(2, 8);
        }
    }

    private static void awaitOutage(StubOpenAi stub, int before) throws InterruptedException {
        // A subtask that the storm has left with one call at a time takes eight, each later than the one before, to
        // know.
        assertThat(stub.awaitCalls(before + 2 * 8, Duration.ofMinutes(5))).isTrue();
        // Nothing ends that wait but its time.
        assertThat(stub.awaitCalls(Integer.MAX_VALUE, OUTAGE)).isFalse();
        assertThat(stub.calls())
                .last()
                .satisfies(call -> assertThat(List.of(StubCall.Outcome.FAULTED)).contains(call.outcome()));
    }

    private static void send(Flow flow, int from, int to) {
        IntStream.range(from, to)
                .forEach(number -> flow.documents()
                        .send("document-" + number, "{\"text\": \"Document %d of the storm.\"}".formatted(number)));
    }
}
