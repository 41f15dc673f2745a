package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.TokenCounter;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What ingestion pays for twice when the JVM of its tasks is killed with {@code -9}: at most what was under way.
 *
 * <p>{@code -Dmillrace.kills=3 -Dmillrace.documents=6000} is the run whose figures are quoted.
 */
@Tag("faults")
class PaidThroughKillsITCase {
    private static final int KILLS = Integer.getInteger("millrace.kills", 1);
    private static final int DOCUMENTS = Integer.getInteger("millrace.documents", 1_000);
    private static final int SUBTASKS = 2;
    private static final int BATCH = 16;
    private static final int CONCURRENCY = 2;
    private static final int WRITE = 32;
    /**
     * Texts of a subtask that aren't in the index yet: those that wait, gather and are at the model; those behind a write,
     * and in it. Half of all steps are chunks, the others end their documents.
     */
    private static final int UNDER_WAY = 3 * BATCH * CONCURRENCY + (4 + 1) * WRITE * 2;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;
    private static StubOpenAi stub;

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        stub = StubOpenAi.start(
                StubOptions.defaults().withCountedTexts().withoutKeptRequests().withLatency(Duration.ofMillis(300)));
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        stub.close();
        servers.close();
    }

    @Test
    void paysAgainForNoMoreThanWasUnderWay() {
        String job = submit();
        servers.sendAll(
                "documents",
                IntStream.range(0, DOCUMENTS)
                        .boxed()
                        .collect(Collectors.toMap(
                                PaidThroughKillsITCase::id, number -> Messages.document(id(number), text(number)))));
        try (CollectionReader collection = servers.collection("ledger")) {
            for (int kill = 0; kill < KILLS; kill++) {
                long embedded = DOCUMENTS * (kill + 1L) / (KILLS + 1L);
                Await.until(
                        PATIENCE,
                        () -> "%d texts: %s".formatted(embedded, stub.totals()),
                        () -> stub.totals().distinctTexts() >= embedded);
                cluster.killTaskManager(kill);
                assertThat(collection.count()).as("before the end").isLessThan(DOCUMENTS);
                // Whatever is embedded from here is by this one: there is no other.
                cluster.startTaskManager();
            }
            collection.awaitCount(DOCUMENTS);
        }
        cluster.flink("stop", job).savepointPath();

        long texts = stub.calls().stream()
                .filter(StubCall::billed)
                .mapToLong(StubCall::inputs)
                .sum();
        long tokens = stub.totals().tokensBilled();
        long unique = uniqueTokens();
        System.out.printf(
                "KILLED %d times during %d documents: %d tokens billed for %d ingested, %.4f of them; %d texts beyond"
                        + " those ingested, of which %d had been answered before; at most %d could be%n",
                KILLS,
                DOCUMENTS,
                tokens,
                unique,
                tokens / (double) unique,
                texts - DOCUMENTS,
                stub.totals().repeatedTexts(),
                KILLS * SUBTASKS * UNDER_WAY);
        assertThat(stub.totals().distinctTexts()).isEqualTo(DOCUMENTS);
        assertThat(tokens).isGreaterThanOrEqualTo(unique);
        assertThat(texts - DOCUMENTS).isLessThanOrEqualTo((long) KILLS * SUBTASKS * UNDER_WAY);
    }

    private static String submit() {
        List<String> options = new ArrayList<>(List.of("-d"));
        options.addAll(List.of(JobsJar.RESTARTED_SOON));
        List<String> run =
                new ArrayList<>(List.of(JobsJar.run("ingest", configuration(), options.toArray(String[]::new))));
        run.addAll(List.of("--set", "qdrant.write-batch=" + WRITE));
        String job = cluster.flink(run.toArray(String[]::new)).jobId();
        cluster.rest().awaitRunning(job);
        return job;
    }

    private static Path configuration() {
        return servers.configuration(
                "ledger",
                "job: {mode: streaming, parallelism: %d, checkpoint-interval: 1s}".formatted(SUBTASKS),
                "chunking: {chunker: whole, embed-with: none}",
                "embedding: {provider: openai, model: text-embedding-3-small, base-url: '%s', batch-size: %d,"
                                .formatted(stub.baseUrl(), BATCH)
                        + " concurrency: %d}".formatted(CONCURRENCY));
    }

    private static long uniqueTokens() {
        ModelSettings settings = ModelSettings.of("embedding", "openai");
        TokenCounter counter = EmbeddingProviders.of(settings).tokenCounter(settings);
        return IntStream.range(0, DOCUMENTS)
                .mapToLong(number -> counter.count(text(number)))
                .sum();
    }

    private static String text(int number) {
        return "Entry %d. %s".formatted(number, Messages.prose(number, 10));
    }

    private static String id(int number) {
        return "entry-" + number;
    }
}
