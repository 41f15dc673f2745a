package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One text in each request that the provider takes from nobody: it alone is lost, and finding it costs a few requests. */
@ExtendWith(EndToEnd.class)
class PoisonITCase {
    private static final int BATCH = 64;
    private static final int BATCHES = Integer.getInteger("millrace.batches", 20);
    private static final String POISON = "hemlock";

    @Test
    void losesTheBadTextOfEachRequestAndNoOther(Flow flow) {
        try (StubOpenAi stub = StubOpenAi.start(
                // Slow enough that requests fill.
                StubOptions.defaults().withCountedTexts().withLatency(Duration.ofMillis(300)))) {
            flow.set("embedding.base-url", stub.baseUrl().toString())
                    .set("embedding.batch-size", String.valueOf(BATCH))
                    .set("documents.bounded", "true")
                    .set("job.parallelism", "1")
                    .set("qdrant.collection", flow.name() + "-clean")
                    .prepare();
            for (int i = 0; i < BATCHES * BATCH; i++) {
                String word = i % BATCH == 37 ? POISON : "parsley";
                flow.documents().send("document-" + i, "{\"text\": \"Herb %d is %s.\"}".formatted(i, word));
            }
            flow.ingest().result();
            long clean = stub.totals().calls();
            assertThat(stub.totals().repeatedTexts()).isZero();

            stub.forget();
            stub.refuseTexts(text -> text.contains(POISON));
            flow.set("qdrant.collection", flow.name()).set("kafka.group-id", flow.name() + "-again");
            Map<String, Long> counts = flow.ingest().result();

            double extra = (stub.totals().calls() - clean) / (double) BATCHES;
            System.out.printf(
                    "POISON %d bad texts in %d requests of %d: %d dead letters, %d of %d other texts indexed, %d answered"
                            + " again; %d requests against %d, %.2f more for each bad text (log2 of %d is 6)%n",
                    BATCHES,
                    clean,
                    BATCH,
                    counts.get("unembedded"),
                    flow.index().count(),
                    BATCHES * (BATCH - 1),
                    stub.totals().repeatedTexts(),
                    stub.totals().calls(),
                    clean,
                    extra,
                    BATCH);
            assertThat(counts.get("unembedded")).isEqualTo(BATCHES);
            assertThat(flow.index().count()).isEqualTo((long) BATCHES * (BATCH - 1));
            assertThat(flow.deadLetters().await(BATCHES)).hasSize(BATCHES);
            assertThat(stub.totals().repeatedTexts()).isZero();
            // Half a request a step, the bad one alone, and those in which the halves that were given back go along.
            assertThat(extra).isLessThanOrEqualTo(6 + 4);
        }
    }
}
