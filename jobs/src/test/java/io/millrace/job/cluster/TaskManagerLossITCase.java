package io.millrace.job.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.job.cluster.CollectionReader.Point;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingestion whose TaskManager is killed with {@code -9}, against one that nothing happened to. */
class TaskManagerLossITCase {
    private static final int DOCUMENTS = 300;
    /** Of them, how many come a second time, shorter. */
    private static final int EDITED = 40;
    /** Of those, how many are deleted at last. */
    private static final int DELETED = 10;
    /** The same text in a batch of another length differs by rounding. */
    private static final float ROUNDING = 1e-4f;

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
    void leavesTheCollectionThatAnUndisturbedRunLeaves() {
        produceDocuments();
        try (CollectionReader disturbed = servers.collection("disturbed");
                CollectionReader undisturbed = servers.collection("undisturbed")) {
            String job = cluster.flink(JobsJar.run("ingest", bounded("disturbed"), "-d"))
                    .jobId();
            disturbed.awaitCount(DOCUMENTS / 5);
            cluster.rest().awaitCheckpoints(job, 1);
            cluster.killTaskManager(0);
            assertThat(disturbed.documents()).as("killed before the end").hasSizeLessThan(DOCUMENTS);
            cluster.startTaskManager();
            cluster.rest().awaitFinished(job);
            assertThat(cluster.rest().restoredFrom(job)).contains("/chk-");

            assertThat(cluster.flink(JobsJar.run("ingest", bounded("undisturbed")))
                            .exitCode())
                    .isZero();

            assertThat(undisturbed.documents()).hasSize(DOCUMENTS - DELETED);
            assertEqual(disturbed.points(), undisturbed.points());
        }
    }

    private static void produceDocuments() {
        for (int number = 0; number < DOCUMENTS; number++) {
            servers.send("documents", id(number), Messages.document(id(number), Messages.prose(number, 30)));
        }
        for (int number = 0; number < EDITED; number++) {
            servers.send("documents", id(number), Messages.document(id(number), Messages.prose(number, 12)));
        }
        for (int number = 0; number < DELETED; number++) {
            servers.send("documents", id(number), null);
        }
    }

    private static Path bounded(String collection) {
        return servers.configuration(
                collection,
                "job: {mode: streaming, parallelism: 2, checkpoint-interval: 500ms}",
                "documents: {bounded: true}");
    }

    private static void assertEqual(Map<String, Point> actual, Map<String, Point> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((id, point) -> assertEqual(id, point, requireNonNull(expected.get(id))));
    }

    private static void assertEqual(String id, Point actual, Point expected) {
        assertThat(actual.payload()).as(id).isEqualTo(expected.payload());
        assertThat(distance(actual, expected)).as(id).isCloseTo(0, within(ROUNDING));
    }

    private static float distance(Point one, Point other) {
        assertThat(one.vector()).hasSameSizeAs(other.vector()).isNotEmpty();
        float furthest = 0;
        for (int index = 0; index < one.vector().size(); index++) {
            furthest = Math.max(
                    furthest, Math.abs(one.vector().get(index) - other.vector().get(index)));
        }
        return furthest;
    }

    private static String id(int number) {
        return "document-" + number;
    }
}
