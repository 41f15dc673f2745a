package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs that ended leave in the processes of a cluster that lives on. */
@Tag("faults")
class ClassUnloadingITCase {
    private static final int ROUNDS = 3;
    /** However many jobs there were: the JDK's thread for timeouts keeps the class loader of the job that started it. */
    private static final int KEPT = 1;
    // Kafka's and gRPC's threads end some seconds after their clients are closed.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        servers.close();
    }

    @Test
    void keepsNoClassLoaderForEachJobThatWasCancelled() {
        Path configuration =
                servers.configuration("again", "  delivery: at-least-once", "job: {checkpoint-interval: 500ms}");
        for (int round = 0; round < ROUNDS; round++) {
            String ingest = JobsJar.submit(cluster, "ingest", configuration);
            String query = JobsJar.submit(cluster, "query", configuration);
            workThrough("round-" + round);
            cluster.rest().cancel(ingest);
            cluster.rest().cancel(query);
        }

        List<Long> pids = cluster.pids();
        Await.until(
                PATIENCE,
                () -> "%s user class loaders left, and not %d or less each".formatted(counts(pids), KEPT),
                () -> counts(pids).stream().allMatch(count -> count <= KEPT));

        assertThat(cluster.rest().activeJobs()).isEmpty();
    }

    /** Has both jobs use all that they are made of. */
    private static void workThrough(String id) {
        try (CollectionReader collection = servers.collection("again");
                CommittedRecords answers = servers.committed("answers")) {
            long before = collection.count();
            servers.send("documents", id, Messages.document(id, Messages.prose(id.hashCode(), 3)));
            collection.awaitCount(before + 1);
            servers.send("requests", id, Messages.question(id, "Where is the sluice of " + id + "?"));
            answers.await(id);
        }
    }

    private static List<Long> counts(List<Long> pids) {
        return pids.stream().map(UserClassLoaders::countAfterCollection).toList();
    }
}
