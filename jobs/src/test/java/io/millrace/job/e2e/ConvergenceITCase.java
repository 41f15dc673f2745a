package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happened to the documents, and whenever the job crashed, the collection ends as one clean run over the final
 * documents leaves it: the same points, payloads and vectors.
 *
 * <p>{@code -Dmillrace.seeds=100} runs a hundred histories, {@code -Dmillrace.seed=17} the one of that seed.
 */
@ExtendWith(EndToEnd.class)
class ConvergenceITCase {
    private static final String GROUP = "millrace-convergence";

    static LongStream seeds() {
        Long seed = Long.getLong("millrace.seed");
        return seed != null ? LongStream.of(seed) : LongStream.rangeClosed(1, Integer.getInteger("millrace.seeds", 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void endsAsACleanRunWouldWhateverHappened(long seed, Servers servers)
            throws InterruptedException, ExecutionException {
        History history = new History(seed);
        try (Flow disturbed = new Flow(servers);
                Flow clean = new Flow(servers)) {
            List<History.Event> delivered = history.delivered();
            bounded(disturbed).prepare();
            disturbed.documents().send(delivered);
            RunningJob job = disturbed.ingest();
            crashAtRandom(disturbed, job, new Random(seed));
            Map<String, Long> counts = job.result();

            // The same topic, from the end of the history on: where a document comes from is part of its payload.
            clean.set("kafka.documents-topic", disturbed.documents().name()).set("kafka.group-id", GROUP + seed);
            skip(servers, disturbed.documents().name(), GROUP + seed);
            disturbed.documents().send(history.end());
            Map<String, Long> cleanCounts = bounded(clean).ingest().result();

            assertThat(Index.differences(
                            disturbed.index().points(), clean.index().points()))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(accountedFor(counts)).as("seed %d: %s", seed, counts).isEqualTo(delivered.size());
            assertThat(counts).containsEntry("records", (long) delivered.size());
            assertThat(cleanCounts)
                    .containsEntry("indexed", (long) history.end().size());
            System.out.printf("seed %d: %d restarts, %s%n", seed, job.restarts(), counts);
        }
    }

    private static Flow bounded(Flow flow) {
        return flow.set("documents.bounded", "true")
                .set("chunking.max-tokens", "30")
                .set("chunking.min-tokens", "5")
                .set("embedding.batch-size", "16");
    }

    /** Kills the task manager twice while texts are embedded; each time the job goes on from its last checkpoint. */
    private static void crashAtRandom(Flow flow, RunningJob job, Random random) throws InterruptedException {
        for (int crash = 0; crash < 2; crash++) {
            int calls = flow.stub().calls().size() + 2 + random.nextInt(120);
            while (!flow.stub().awaitCalls(calls, Duration.ofMillis(500))) {
                if (job.status().isGloballyTerminalState()) {
                    return;
                }
            }
            flow.servers().flink().failover();
        }
    }

    /** Lets the consumer group begin behind what the topic holds now. */
    private static void skip(Servers servers, String topic, String group)
            throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            Map<TopicPartition, OffsetSpec> partitions = servers.producer().partitionsFor(topic).stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic, partition.partition()),
                            partition -> OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> ends = admin.listOffsets(partitions).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            end -> new OffsetAndMetadata(end.getValue().offset())));
            admin.alterConsumerGroupOffsets(group, ends).all().get();
        }
    }

    private static long accountedFor(Map<String, Long> counts) {
        return List.of(
                        "unread",
                        "superseded",
                        "outdated",
                        "unparsed",
                        "unchanged",
                        "indexed",
                        "deleted",
                        "unembedded",
                        "unstored")
                .stream()
                .mapToLong(name -> counts.getOrDefault(name, 0L))
                .sum();
    }
}
