package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs that ended leave in the processes of a cluster that lives on. */
class ClassUnloadingITCase {
    private static final int ROUNDS = 3;
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
    void leavesNoClassLoaderOfJobsThatWereCancelled() {
        Path configuration = servers.configuration("again", "job: {checkpoint-interval: 500ms}");
        for (int round = 0; round < ROUNDS; round++) {
            String ingest = JobsJar.submit(cluster, "ingest", configuration);
            String query = JobsJar.submit(cluster, "query", configuration);
            workThrough("round-" + round);
            cluster.flink("cancel", ingest);
            cluster.flink("cancel", query);
        }

        List<Long> pids = cluster.pids();
        Await.until(
                PATIENCE,
                () -> "no user class loaders left, but " + counts(pids),
                () -> counts(pids).stream().allMatch(count -> count == 0));

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
