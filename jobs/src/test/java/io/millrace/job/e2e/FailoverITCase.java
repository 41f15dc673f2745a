package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.e2e.Index.Point;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** After a crash the collection holds what a run without one would have made, id by id. */
@ExtendWith(EndToEnd.class)
class FailoverITCase {
    private static final int DOCUMENTS = 60;
    /** So many that some of them go every way that the others went, and come in behind them. */
    private static final int ENDS = 32;

    /** Lately: a broker deletes what is older than its retention. */
    private static final long START = System.currentTimeMillis() - 3_600_000L;

    @Test
    void holdsWhatAnUndisturbedRunHoldsAfterTasksWereKilled(Servers servers) throws InterruptedException {
        try (Flow disturbed = new Flow(servers);
                Flow calm = new Flow(servers)) {
            RunningJob job = ingest(disturbed);
            Random random = new Random(42);
            write(disturbed, random, 400);
            job.awaitCheckpoints(2);
            // Killed while chunks wait for their vectors, and behind them more than can wait at once.
            disturbed.stub().hold();
            write(disturbed, random, 10);
            assertThat(disturbed.stub().awaitInFlight(1, Duration.ofSeconds(30)))
                    .isTrue();
            write(disturbed, random, 190);
            servers.flink().failover();
            disturbed.stub().release();
            job.awaitRestarted();
            write(disturbed, random, 200);
            servers.flink().failover();
            last(disturbed);

            // The same topic: where a document comes from is part of its payload.
            ingest(calm.set("kafka.documents-topic", disturbed.documents().name()));

            Map<String, Point> expected = settled(calm);
            assertThat(expected.size()).isGreaterThan(DOCUMENTS);
            Map<String, Point> held = settled(disturbed);
            assertThat(held.keySet()).isEqualTo(expected.keySet());
            assertThat(held).isEqualTo(expected);
            assertThat(disturbed.deadLetters().values()).isEmpty();
        }
    }

    private static RunningJob ingest(Flow flow) {
        return flow.set("chunking.max-tokens", "30")
                .set("chunking.min-tokens", "5")
                .set("embedding.batch-size", "16")
                .ingest();
    }

    /** Creates, edits and deletes of some documents, the same for the same seed. */
    private static void write(Flow flow, Random random, int changes) {
        for (int change = 0; change < changes; change++) {
            String id = "document-" + random.nextInt(DOCUMENTS);
            // Times of the test's own, since two runs must hold the same.
            flow.documents()
                    .sendAt(START + random.nextInt(1_000), id, random.nextInt(8) == 0 ? null : document(random));
        }
    }

    private static String document(Random random) {
        String text = IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(number ->
                        "Paragraph %d tells of the sluice and of the water in it.".formatted(random.nextInt(40)))
                .collect(Collectors.joining("\n\n"));
        return Flow.object().put("text", text).toString();
    }

    private static void last(Flow flow) {
        for (int end = 0; end < ENDS; end++) {
            flow.documents().sendAt(START, "end-" + end, "{\"text\": \"The end.\"}");
        }
    }

    /** The points once the last documents are there. */
    private static Map<String, Point> settled(Flow flow) {
        return flow.index()
                .await(points -> points.values().stream()
                                .filter(point -> point.text("documentId").startsWith("end-"))
                                .count()
                        == ENDS);
    }
}
